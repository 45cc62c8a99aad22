// The way in: the token behind "#" says who is here; it travels in a header and is kept nowhere else.
const token = decodeURIComponent(location.hash.slice(1));

export const $ = (id) => document.getElementById(id);

export function make(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in node) node[name] = value; else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export class Fault extends Error {
  constructor(status, text) { super(text); this.status = status; }
}

// Ask the server; status 0 is a server that cannot be reached.
export async function ask(path, { method = "GET", body, kind = "json", keepalive = false } = {}) {
  const headers = { Authorization: `Bearer ${token}` };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let reply;
  try {
    reply = await fetch(path, { method, headers, keepalive, body: body && JSON.stringify(body), cache: "no-store" });
  } catch {
    throw new Fault(0, "the server cannot be reached");
  }
  if (!reply.ok) {
    const told = await reply.json().catch(() => ({}));
    throw new Fault(reply.status, told.error || `the server answered ${reply.status}`);
  }
  return kind === "json" ? reply.json() : reply.text();
}

export function show(part) {
  for (const id of ["gate", "rating", "progress"]) $(id).hidden = id !== part;
}

export function save(name, text, type) {
  const link = make("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  link.click();
  URL.revokeObjectURL(link.href);
}

function refuse(text) {
  $("gate-text").textContent = text;
  show("gate");
}

async function begin() {
  if (!token) return refuse("Open the whole link that you were sent; its end, behind the #, is your key.");
  try {
    const desk = await ask("api/desk");
    document.title = desk.title;
    const part = await import(desk.role === "coordinator" ? "./progress.js" : "./rating.js");
    await part.begin(desk);
  } catch (fault) {
    refuse(fault.message[0].toUpperCase() + fault.message.slice(1) + ".");
  }
  document.documentElement.dataset.ready = "";
}

addEventListener("hashchange", () => location.reload());
begin();
