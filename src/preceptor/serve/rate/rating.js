// Rating and settling: one item at a time, by keyboard; every finding is sent as it is given.
import { $, Fault, ask, make, save, show } from "./desk.js";

const IDLE_MS = 60_000;
let desk, item, current = 0, trail = [], sending = Promise.resolve(), unsent = 0;
let active = 0, ticked = 0, moved = 0, writing, told = "";

// ---- time with the page in view and in use
function tick() {
  const now = performance.now();
  if (!document.hidden && now - moved < IDLE_MS) active += now - ticked;
  ticked = now;
}
function taken() {
  tick();
  const seconds = active / 1000;
  active = 0;
  return seconds;
}

// ---- what is shown
function note(text) { $("status").textContent = told = text; }
function noteSaved() { if (!told) $("status").textContent = "Saved"; }
function alarm(text) {
  $("alert").textContent = text;
  $("alert").hidden = !text;
}

function head() {
  const { finished, total } = desk;
  $("title").textContent = desk.title;
  const place = item ? `Item ${item.number} of ${item.total}` : `${finished} of ${total} finished`;
  if ($("place").textContent !== place) $("place").textContent = place;
  $("bar").setAttribute("aria-valuemax", total);
  $("bar").setAttribute("aria-valuenow", finished);
  $("bar").firstElementChild.style.width = `${total ? (100 * finished) / total : 0}%`;
}

function answerPart(answer, place) {
  const name = desk.pairwise ? `Answer ${"AB"[place]}` : "Answer";
  const turns = answer.turns.flatMap(([who, text]) => [make("h3", { textContent: who }), make("div", { className: "text", textContent: text })]);
  return make("article", { className: "answer", "aria-label": name },
    make("h2", { textContent: name }), ...turns,
    turns.length ? make("h3", { textContent: "Reply" }) : null,
    make("div", { className: "text", textContent: answer.text || "(no text)" }));
}

function choicePart(criterion, option) {
  const input = make("input", { type: "radio", name: criterion.id, value: String(option.value), checked: item.findings[criterion.id] === option.value });
  input.addEventListener("change", () => find(criterion, option.value));
  const [first, ...rest] = criterion.scale && typeof option.value === "number" ? option.label.split(" ") : [option.label];
  const aside = option.value === "cannot_judge" || option.value === "not_applicable";
  return make("label", { className: aside ? "choice aside" : "choice" }, input,
    make("span", {}, make("b", { textContent: first }), rest.length ? make("small", { textContent: rest.join(" ") }) : null,
      option.key && first !== option.key ? make("kbd", { textContent: option.key }) : null));
}

function notePart(criterion, place) {
  const written = item.words[criterion.id] || "";
  const field = make("textarea", { rows: 2, value: written, hidden: !written, maxLength: 4000, "aria-label": `Note on: ${criterion.text}`, placeholder: "Your reason, for the arbiter" });
  const opener = make("button", { type: "button", className: "quiet", hidden: Boolean(written), "aria-label": `Write a note on: ${criterion.text}` }, "Note", make("kbd", { textContent: "w" }));
  opener.addEventListener("click", () => { choose(place, false); opener.hidden = true; field.hidden = false; field.focus(); });
  field.addEventListener("input", () => {
    item.words[criterion.id] = field.value;
    clearTimeout(writing);
    writing = setTimeout(() => send(), 600);
  });
  return [opener, field];
}

function givenPart(given, place) {
  return make("li", {}, make("b", { textContent: `${["First", "Second", "Third"][place] || `${place + 1}.`} rating: ` }), given.finding,
    given.words ? make("q", { textContent: given.words }) : null,
    given.exchanged ? make("small", { textContent: "This rater saw the answers the other way round: A in this note is your B." }) : null);
}

function criterionPart(criterion, place) {
  const above = item.criteria[place - 1];
  const badge = criterion.must_have ? "Must have" : criterion.never_event ? "Never event" : "";
  const [opener, field] = notePart(criterion, place);
  const part = make("fieldset", { id: `criterion-${place}`, className: criterion.scale ? "scale" : "" },
    make("legend", {}, badge ? make("em", { className: criterion.never_event ? "never" : "must", textContent: badge }) : null, criterion.text),
    criterion.given ? make("ul", { className: "given" }, ...criterion.given.map(givenPart)) : null,
    make("div", { className: "choices" }, ...criterion.options.map((option) => choicePart(criterion, option)), opener), field);
  part.addEventListener("focusin", () => mark(place));
  const heading = criterion.axis && criterion.axis !== above?.axis ? make("h2", { className: "axis", textContent: criterion.axis }) : null;
  return [heading, part].filter(Boolean);
}

function draw() {
  $("finished").hidden = true;
  $("item").hidden = false;
  $("item").className = desk.pairwise ? "pair" : "single";
  const choices = item.choices.map(([letter, text]) => `${letter}. ${text}`).join("\n");
  $("question").textContent = [item.question, choices].filter(Boolean).join("\n\n");
  $("question-part").hidden = !item.question;
  $("reference").textContent = item.reference;
  $("reference-part").hidden = !item.reference;
  $("answers").replaceChildren(...item.answers.map(answerPart));
  $("lead").textContent = desk.role === "arbiter" ? "The raters differ on what is shown here. What do you find?"
    : desk.pairwise ? "Compare the two answers." : "Judge the answer by each statement.";
  $("criteria").replaceChildren(...item.criteria.flatMap(criterionPart));
  $("case").scrollTop = $("form").scrollTop = 0;
  scrollTo(0, 0);
  const firstOpen = item.criteria.findIndex((criterion) => !(criterion.id in item.findings));
  choose(Math.max(firstOpen, 0));
  $("item").dataset.item = item.id;
  head();
}

function mark(place) {
  current = place;
  document.querySelectorAll("#criteria fieldset").forEach((part, number) => part.classList.toggle("current", number === place));
}

function choose(place, focus = true) {
  mark(Math.min(Math.max(place, 0), item.criteria.length - 1));
  const part = $(`criterion-${current}`);
  if (focus) (part.querySelector("input:checked") || part.querySelector("input")).focus({ preventScroll: true });
  part.scrollIntoView({ block: "nearest" });
}

// ---- findings
function find(criterion, value, quiet = false) {
  if (!quiet) trail.push([criterion.id, item.findings[criterion.id]]);
  note("");
  if (value === undefined) delete item.findings[criterion.id]; else item.findings[criterion.id] = value;
  for (const input of document.getElementsByName(criterion.id)) input.checked = String(value) === input.value;
  send();
}

const open = () => item.criteria.filter((criterion) => !(criterion.id in item.findings)).length;

// States are sent one after the other, each as it is when its turn comes; an unreachable server is asked again.
function send(finish = false, keepalive = false) {
  const mine = item;
  clearTimeout(writing);
  if (!mine) return sending;
  unsent += 1;
  sending = sending.then(async () => {
    for (;;) {
      const done = (finish || mine.done) && mine.criteria.every((criterion) => criterion.id in mine.findings);
      const words = Object.fromEntries(Object.entries(mine.words).filter(([, text]) => text.trim()));
      const body = { revision: mine.revision, done, findings: mine.findings, words, seconds: taken() };
      try {
        const saved = await ask(`api/items/${mine.id}`, { method: "PUT", body, keepalive });
        Object.assign(mine, { revision: saved.revision, done: saved.done });
        desk = saved.desk;
        alarm("");
        noteSaved();
        if (mine === item) head();
        return true;
      } catch (fault) {
        if (!(fault instanceof Fault)) throw fault;
        active += body.seconds * 1000;
        if (fault.status === 409) { await load(mine.id, `Shown again: ${fault.message}.`); return false; }
        if (fault.status) { alarm(`Not saved: ${fault.message}.`); return false; }
        alarm(`Not saved: ${fault.message}. Trying again; leave this page open.`);
        await new Promise((wake) => setTimeout(wake, 2000));
      }
    }
  }).finally(() => { unsent -= 1; });
  return sending;
}

async function next() {
  const left = open();
  if (left) {
    choose(item.criteria.findIndex((criterion) => !(criterion.id in item.findings)));
    note(left === 1 ? "One criterion is still open" : `${left} criteria are still open`);
    return;
  }
  document.activeElement?.blur?.();
  if (await send(true)) await onward();
}

async function onward() {
  desk = await ask("api/desk");
  if (desk.current) await load(desk.current); else finish();
}

async function load(id, told = "") {
  item = await ask(`api/items/${id}`);
  trail = [];
  taken();
  draw();
  alarm(told);
  note("");
}

async function undo() {
  const last = item && trail.pop();
  if (last) {
    const place = item.criteria.findIndex((criterion) => criterion.id === last[0]);
    find(item.criteria[place], last[1], true);
    choose(place);
    note("Undone");
    return;
  }
  await sending;
  const found = await ask("api/last");
  if (!found.item || found.item === item?.id) return note("Nothing to undo");
  await load(found.item);
  note("Back at the item that you finished last");
}

// ---- the end, for now
function finish() {
  item = undefined;
  $("item").hidden = true;
  delete $("item").dataset.item;
  $("finished").hidden = false;
  $("finished-title").textContent = desk.role === "arbiter" ? "Nothing to settle now" : "All items are rated. Thank you.";
  const waiting = desk.waiting ? `${desk.waiting} items are still with the raters; this page looks again by itself.` : "";
  $("finished-text").textContent = `${desk.finished} of ${desk.total} finished, every finding is saved. ${waiting || "You can close this page."}`;
  $("back").hidden = !desk.finished;
  head();
  $("finished-title").focus();
}

async function lookAgain() {
  if (item || document.hidden) return;
  desk = await ask("api/desk").catch(() => desk);
  if (desk.current) await load(desk.current); else finish();
}

// ---- keys
function help() {
  const rows = [["digits", "give the finding, go to the next statement"], ["x", "cannot judge"], ["↑ ↓", "statement before, after"],
    ["← →", "finding before, after"], ["Enter", "finish the item, next one"], ["w", "write a note; Esc leaves it"], ["u", "undo; at the start of an item, back to the last one"],
    ["Page Up, Page Down", "scroll the case"], ["o", "overview"], ["?", "these keys"]];
  $("key-list").replaceChildren(...rows.flatMap(([key, text]) => [make("dt", {}, make("kbd", { textContent: key })), make("dd", { textContent: text })]));
  $("keys").showModal();
}

function overview() {
  $("places").replaceChildren(...desk.places.map((place) => {
    const button = make("button", { type: "button", className: place.state, textContent: place.number, "aria-label": `Item ${place.number}, ${place.state}` });
    if (place.id === item?.id) button.setAttribute("aria-current", "true");
    button.addEventListener("click", async () => { $("overview").close(); await sending; await load(place.id); });
    return make("li", {}, button);
  }));
  $("overview").showModal();
}

function step(by) {
  const options = item.criteria[current].options;
  const place = options.findIndex((option) => option.value === item.findings[item.criteria[current].id]);
  const wanted = place < 0 ? (by > 0 ? 0 : options.length - 1) : Math.min(Math.max(place + by, 0), options.length - 1);
  if (wanted !== place) find(item.criteria[current], options[wanted].value);
  choose(current);
}

function give(key) {
  const criterion = item.criteria[current];
  const option = criterion.options.find((one) => one.key === key);
  if (!option) return false;
  find(criterion, option.value);
  if (current + 1 < item.criteria.length) choose(current + 1);
  else { $("next").focus({ preventScroll: true }); if (!open()) note("All criteria are rated; Enter goes on"); }
  return true;
}

function scrollCase(by) {
  const part = $("case");
  if (part.scrollHeight > part.clientHeight) part.scrollBy({ top: by * part.clientHeight * 0.85 });
  else scrollBy({ top: by * innerHeight * 0.85 });
}

const onItem = {
  ArrowDown: () => choose(current + 1), ArrowUp: () => choose(current - 1),
  ArrowRight: () => step(1), ArrowLeft: () => step(-1),
  PageDown: () => scrollCase(1), PageUp: () => scrollCase(-1),
  Enter: () => next(), w: () => $(`criterion-${current}`).querySelector("button:not([hidden])")?.click() ?? $(`criterion-${current}`).querySelector("textarea").focus(),
};

function press(event) {
  moved = performance.now();
  const target = event.target;
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (target.tagName === "TEXTAREA") {
    if (event.key === "Escape") { event.preventDefault(); choose(current); }
    return;
  }
  if (event.key === "Enter" && target.tagName === "BUTTON" && target.id !== "next") return;
  const anywhere = { u: guarded(undo), o: overview, "?": help }[event.key];
  const action = anywhere || (item && (onItem[event.key] ? guarded(onItem[event.key]) : item.criteria[current].options.some((one) => one.key === event.key) ? () => give(event.key) : null));
  if (!action) return;
  event.preventDefault();
  action();
}

function guarded(action) {
  return async () => {
    try { await action(); } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
      alarm(`${fault.message[0].toUpperCase()}${fault.message.slice(1)}.`);
    }
  };
}

export async function begin(found) {
  desk = found;
  show("rating");
  moved = ticked = performance.now();
  for (const kind of ["pointermove", "pointerdown", "scroll", "wheel", "touchstart"]) addEventListener(kind, () => { moved = performance.now(); }, { passive: true, capture: true });
  setInterval(tick, 1000);
  addEventListener("keydown", press);
  addEventListener("beforeunload", (event) => { if (unsent) event.preventDefault(); });
  document.addEventListener("visibilitychange", () => { tick(); if (document.hidden && item && active > 1000) send(false, true); });
  $("form").addEventListener("submit", (event) => { event.preventDefault(); guarded(next)(); });
  $("undo").addEventListener("click", guarded(undo));
  $("back").addEventListener("click", guarded(undo));
  $("mine").addEventListener("click", guarded(async () => save("my_ratings.csv", await ask("api/mine", { kind: "text" }), "text/csv")));
  $("overview-open").addEventListener("click", overview);
  $("keys-open").addEventListener("click", help);
  if (desk.role === "arbiter") setInterval(guarded(lookAgain), 15_000);
  if (desk.current) await load(desk.current); else finish();
}
