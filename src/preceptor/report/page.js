"use strict";
// The list of cases: filters, pages, search, and one case at a time. Texts reach the page as text nodes only.
(() => {
  const PAGE = 50;
  const OUTCOMES = ["scored", "unscored", "failed", "inapplicable"];
  const FIELDS = ["run", "task", "pipeline", "model", "perturbation"];
  const { make, safe } = nodes;
  const $ = (id) => document.getElementById(id);
  const chunks = [...document.querySelectorAll("script.chunk")];
  const lines = new Map();
  let index, shown = [], page = 0, open = -1, opener = null, search = 0;

  async function unpack(node) {
    const packed = atob(node.textContent);
    const bytes = new Uint8Array(packed.length);
    for (let place = 0; place < packed.length; place++) bytes[place] = packed.charCodeAt(place);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Response(stream).text();
  }

  async function chunkLines(number) {
    if (!lines.has(number)) lines.set(number, (await unpack(chunks[number])).split("\n"));
    return lines.get(number);
  }

  const armOf = (row) => index.arms[index.arm[row]];
  const flagsOf = (row) => index.flags[index.flag[row]];

  function outcome(row) {
    const status = OUTCOMES[index.status[row]];
    return status === "scored" ? (index.value[row] === 1 ? "right" : "wrong") : status;
  }

  function scoreText(row) {
    const status = OUTCOMES[index.status[row]];
    if (status === "scored") return (100 * index.value[row]).toFixed(index.value[row] % 1 ? 1 : 0);
    return { unscored: "not scored", failed: "failed", inapplicable: "n/a" }[status];
  }

  function matches(row) {
    const arm = armOf(row);
    if (FIELDS.some((name, place) => $("by-" + name).value !== "*" && $("by-" + name).value !== arm[place])) return false;
    const wanted = { outcome: $("by-outcome").value, flag: $("by-flag").value, tag: $("by-tag").value };
    if (wanted.outcome !== "*" && wanted.outcome !== outcome(row)) return false;
    if (wanted.flag === "+" && !flagsOf(row).length) return false;
    if (!["*", "+"].includes(wanted.flag) && !flagsOf(row).includes(wanted.flag)) return false;
    return wanted.tag === "*" || index.tags[index.tag[row]].includes(wanted.tag);
  }

  function announce() {
    const all = index.id.length.toLocaleString("en");
    $("found").textContent = shown.length === index.id.length ? `${all} cases.`
      : shown.length ? `${shown.length.toLocaleString("en")} of ${all} cases match.` : `None of ${all} cases matches; clear a filter to see more.`;
  }

  // Text search unpacks the chunks one after another and gives way to a newer search.
  async function withText(rows, text) {
    const mine = search;
    const needle = JSON.stringify(text.toLowerCase()).slice(1, -1);
    const wanted = new Set(rows.map((row) => index.chunk[row]));
    const found = new Set();
    let done = 0;
    for (const number of wanted) {
      const content = await chunkLines(number);
      if (mine !== search) return null;
      content.forEach((line, place) => { if (line.toLowerCase().includes(needle)) found.add(number + ":" + place); });
      if (++done % 40 === 0) $("found").textContent = `Searching … ${Math.round(100 * done / wanted.size)} %`;
    }
    return rows.filter((row) => found.has(index.chunk[row] + ":" + index.place[row]));
  }

  async function filter() {
    search++;
    $("wrong-only").setAttribute("aria-pressed", String($("by-outcome").value === "wrong"));
    let rows = [];
    for (let row = 0; row < index.id.length; row++) if (matches(row)) rows.push(row);
    const text = $("by-text").value.trim();
    if (text) rows = await withText(rows, text);
    if (rows === null) return;
    shown = rows;
    page = 0;
    announce();
    list();
  }

  function who(arm) {
    return [index.severalRuns ? arm[0] : "", index.severalTasks ? arm[1] : "", arm[2], arm[5], arm[4]].filter(Boolean).join(" · ");
  }

  function line(place) {
    const row = shown[place];
    const button = make("button", { type: "button", className: "open" }, safe(index.id[row] + (index.epoch[row] ? ` (repeat ${index.epoch[row] + 1})` : "")));
    button.addEventListener("click", () => { opener = button; view(place); });
    return make("tr", {},
      make("td", { className: "case-name" }, button),
      make("td", { className: "num " + outcome(row) }, scoreText(row)),
      make("td", { className: "question", dir: "auto" }, safe(index.heads[index.head[row]])),
      make("td", { className: "who" }, safe(who(armOf(row)))),
      make("td", { className: "all-flags" }, ...flagsOf(row).map((flag) => make("span", { className: "flag" }, safe(flag.replaceAll("_", " "))))));
  }

  function list() {
    const pages = Math.max(1, Math.ceil(shown.length / PAGE));
    const first = page * PAGE;
    const body = $("list").tBodies[0];
    body.replaceChildren(...shown.slice(first, first + PAGE).map((_, place) => line(first + place)));
    $("list").hidden = !shown.length;
    $("pages").hidden = pages < 2;
    $("page").textContent = `Page ${page + 1} of ${pages}`;
    $("earlier").disabled = page === 0;
    $("later").disabled = page === pages - 1;
  }

  function turn(step) {
    page += step;
    list();
    $("found").scrollIntoView({ block: "nearest" });
    announce();
    $("found").textContent += ` Page ${page + 1}.`;
  }

  const block = (text) => make("p", { className: "text boxed", dir: "auto" }, safe(text));
  const heading = (text) => make("h3", {}, text);
  const plain = (value) => (typeof value === "string" ? value : JSON.stringify(value, null, 1));
  const facts = (pairs) => make("dl", { className: "run-facts" }, ...pairs
    .filter(([, value]) => value !== undefined && value !== null && value !== "")
    .map(([name, value]) => make("div", {}, make("dt", {}, safe(name)), make("dd", {}, safe(plain(value))))));

  function options(data) {
    const letters = (value) => new Set(typeof value === "string" ? value.split(",") : []);
    const target = letters(data.target), chosen = letters((data.answer || {}).choice);
    return make("ul", { className: "options" }, ...Object.entries(data.choices).map(([letter, text]) => {
      const right = target.has(letter), taken = chosen.has(letter);
      const notes = [right ? "expected" : "", taken ? "answered" : ""].filter(Boolean).join(", ");
      return make("li", { className: right ? "is-target" : taken ? "is-miss" : "" },
        make("b", {}, safe(letter)), make("span", { dir: "auto" }, safe(text)), make("em", {}, notes));
    }));
  }

  function messages(found) {
    return found.flatMap((message) => [
      make("p", { className: "role" }, safe(message.role || "")), block(message.text || ""),
      ...(message.calls || []).map((call) => block("tool call " + plain(call))),
      ...(message.images || []).map((image) => block("image " + plain(image)))]);
  }

  function exchange(found, number) {
    const reply = found.reply || {};
    const { text, reasoning, ...rest } = reply;
    const title = `Exchange ${number + 1}${found.role ? ` with the ${found.role}` : ""}`;
    return make("details", {}, make("summary", {}, safe(title)),
      ...(found.messages ? messages(found.messages) : [make("p", { className: "role" }, "the same messages as before")]),
      make("p", { className: "role" }, "reply"), block(text || ""),
      ...(reasoning ? [make("p", { className: "role" }, "reasoning"), block(reasoning)] : []),
      facts([["options", found.options], ...Object.entries(rest), ["request", found.request]]));
  }

  function verdicts(found) {
    const head = ["Criterion", "Finding", "Weight", "Quote", "Judge's words"];
    const cells = (verdict) => [verdict.criterion, (verdict.finding || "").replace("_", " "), verdict.weight ?? 1, verdict.quote, verdict.words];
    return make("div", { className: "scroll" }, make("table", {},
      make("thead", {}, make("tr", {}, ...head.map((name) => make("th", { scope: "col" }, name)))),
      make("tbody", {}, ...found.map((verdict) => make("tr", {}, ...cells(verdict).map((cell) => make("td", { dir: "auto" }, safe(cell ?? ""))))))));
  }

  function answerParts(answer, target) {
    const { text, messages: talk, passages, usage, ranking, data, ...rest } = answer;
    const drawn = differential.drawable(data && data.matrix);
    const { matrix, ...others } = drawn ? data : {};
    return [
      ...(talk ? [heading("Conversation"), ...messages(talk)] : []),
      ...(ranking ? [heading("Ranked diagnoses"), differential.list(ranking, target)] : []),
      ...(drawn ? [heading("Findings against diseases"), differential.matrix(matrix, target)] : []),
      heading("Answer"), block(text || ""),
      facts([...Object.entries(rest), ...Object.entries(drawn ? others : { data })]),
      ...(passages ? [heading("Passages shown"), ...passages.map((passage) => block(`${passage.id}${passage.title ? ` · ${passage.title}` : ""}\n${passage.text}`))] : [])];
  }

  function caseParts(data, row) {
    const score = data.score || {}, arm = armOf(row);
    const words = { right: "Fully right", wrong: index.value[row] === 0 ? "Wrong" : "Partly right", unscored: "Not scored", failed: "Failed", inapplicable: "The perturbation does not apply" }[outcome(row)];
    const bounds = score.low !== score.high ? ` (between ${100 * score.low} and ${100 * score.high})` : "";
    const told = data.error ? `${data.error.kind}: ${data.error.message}` : score.why;
    return [
      make("p", { className: "verdict " + outcome(row) }, make("b", {}, words), `. Score ${scoreText(row)}${score.low === undefined ? "" : bounds}. `, safe(told || "")),
      flagsOf(row).length ? make("p", {}, ...flagsOf(row).map((flag) => make("span", { className: "flag" }, safe(flag.replaceAll("_", " "))))) : null,
      heading("Question"), block(data.prompt || ""),
      ...(data.choices && Object.keys(data.choices).length ? [options(data)] : [facts([["expected", data.target]])]),
      ...(data.answer ? answerParts(data.answer, data.target) : []),
      ...(score.verdicts ? [heading("Verdicts"), verdicts(score.verdicts)] : []),
      ...(score.parts && Object.keys(score.parts).length ? [heading("Parts of the score"), facts(Object.entries(score.parts))] : []),
      heading("Details"),
      facts([["run", arm[0]], ["task", arm[1]], ["pipeline", arm[2]], ["model", arm[3]], ["perturbation", arm[4]], ["group", data.group], ["language", data.language],
        ...Object.entries(data.tags || {}), ["seconds", data.seconds], ...Object.entries(data.usage || {})]),
      ...(data.exchanges && data.exchanges.length ? [heading("What was sent and came back"), ...data.exchanges.map(exchange)] : [])];
  }

  async function view(place) {
    open = place;
    const row = shown[place];
    const data = JSON.parse((await chunkLines(index.chunk[row]))[index.place[row]]);
    if (open !== place) return;
    $("case-title").replaceChildren(safe(index.id[row]));
    $("case-body").replaceChildren(...caseParts(data, row).filter((part) => part !== null));
    $("before").disabled = place === 0;
    $("after").disabled = place === shown.length - 1;
    if (!$("case").open) $("case").showModal();
    $("case-body").scrollTop = 0;
    $("case-body").focus();
  }

  function step(by) {
    if (open + by >= 0 && open + by < shown.length) view(open + by);
  }

  function follow(link) {
    $("filters").reset();
    const arm = index.arms[Number(link.dataset.arm)];
    FIELDS.forEach((name, place) => { $("by-" + name).value = arm[place]; });
    if (link.dataset.outcome) $("by-outcome").value = link.dataset.outcome;
    if (link.dataset.flag) $("by-flag").value = link.dataset.flag;
    filter();
  }

  function listen() {
    let waiting;
    $("filters").addEventListener("change", filter);
    $("filters").addEventListener("submit", (event) => { event.preventDefault(); filter(); });
    $("filters").addEventListener("reset", () => setTimeout(filter));
    $("by-text").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 250); });
    $("wrong-only").addEventListener("click", () => { $("by-outcome").value = $("by-outcome").value === "wrong" ? "*" : "wrong"; filter(); });
    $("earlier").addEventListener("click", () => turn(-1));
    $("later").addEventListener("click", () => turn(1));
    $("before").addEventListener("click", () => step(-1));
    $("after").addEventListener("click", () => step(1));
    $("close").addEventListener("click", () => $("case").close());
    $("case").addEventListener("close", () => { if (opener && opener.isConnected) opener.focus(); });
    $("case").addEventListener("keydown", (event) => {
      if (event.key === "ArrowLeft") step(-1);
      if (event.key === "ArrowRight") step(1);
    });
    document.querySelectorAll("a[data-arm]").forEach((link) => link.addEventListener("click", () => follow(link)));
    const folded = () => document.querySelectorAll("main details:not([open])");
    addEventListener("beforeprint", () => folded().forEach((part) => { part.dataset.folded = ""; part.open = true; }));
    addEventListener("afterprint", () => document.querySelectorAll("[data-folded]").forEach((part) => { delete part.dataset.folded; part.open = false; }));
  }

  async function start() {
    index = JSON.parse(await unpack($("index")));
    index.severalRuns = new Set(index.arms.map((arm) => arm[0])).size > 1;
    index.severalTasks = new Set(index.arms.map((arm) => arm[1])).size > 1;
    const tags = [...new Set(index.tags.flat())].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
    $("by-tag").append(...tags.map((tag) => make("option", { value: tag }, tag)));
    $("tag-field").hidden = !tags.length;
    $("filters").hidden = false;
    listen();
    await filter();
    document.documentElement.dataset.ready = "";
  }

  start().catch((error) => { $("found").textContent = `The list of cases cannot be opened in this browser (${error.message}); a current one is needed.`; });
})();
