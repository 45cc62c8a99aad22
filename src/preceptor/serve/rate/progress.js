// The coordinator's page: who is how far, how well the raters agree, what the settled ratings say.
import { $, ask, make, show } from "./desk.js";

let shown = "", links = null;
const COEFFICIENTS = ["percent agreement", "Cohen kappa", "Fleiss kappa", "Cohen kappa, quadratic", "Krippendorff alpha", "Gwet AC1", "Gwet AC2, quadratic", "ICC(A,1)"];
const HEADS = { "percent agreement": "Agree", "Cohen kappa": "Cohen κ", "Fleiss kappa": "Fleiss κ", "Cohen kappa, quadratic": "Cohen κ, quadratic", "Krippendorff alpha": "Krippendorff α", "Gwet AC1": "Gwet AC1", "Gwet AC2, quadratic": "Gwet AC2", "ICC(A,1)": "ICC(A,1)" };

const cell = (text, properties = {}) => make("td", { ...properties, textContent: text });
const head = (text, properties = {}) => make("th", { scope: "col", textContent: text, ...properties });
const percent = (value) => (value === null ? "–" : `${(100 * value).toFixed(0)} %`);
const decimal = (value) => (value === null ? "–" : value.toFixed(2).replace("-", "−"));

function estimate([value, low, high], write) {
  const between = low === null ? "no interval" : `${write(low)} to ${write(high)}`;
  return make("td", { className: "num" }, write(value), value === null ? null : make("small", { textContent: between }));
}

function table(name, heads, rows, className = "") {
  return make("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": name },
    make("table", { className }, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows)));
}

const section = (title, ...parts) => make("section", {}, make("h2", { textContent: title }), ...parts.filter(Boolean));

function peoplePart(found) {
  const rows = found.people.map((person) => {
    const bar = make("i");
    bar.style.width = `${person.total ? (100 * person.finished) / person.total : 0}%`;
    return make("tr", {}, make("th", { scope: "row", textContent: person.name }), cell(person.role),
      make("td", {}, make("span", { className: "meter" }, bar), `${person.finished} of ${person.total}`),
      cell(person.seconds === null ? "–" : `${person.seconds} s`, { className: "num" }), cell(`${person.hours.toFixed(2)} h`, { className: "num" }), cell(person.last.replace("T", " ").slice(0, 16)));
  });
  const { finished, disputed, settled, arbiter } = found.settling;
  const doubt = arbiter ? `${disputed} leave a doubt, ${settled} of these are settled.` : `${disputed} leave a doubt; there is no arbiter to settle them.`;
  return section("People", table("People", [head("Name"), head("Role"), head("Finished"), head("Median time an item", { className: "num" }), head("Time in all", { className: "num" }), head("Last finished (UTC)")], rows),
    make("p", { textContent: `${finished} of ${found.items} items are finished by all raters; ${doubt}` }));
}

const key = (line, name) => Object.keys(line.coefficients || {}).find((one) => one === name || (name === "Krippendorff alpha" && one.startsWith(name)));

function agreementPart(lines) {
  if (!lines.length) return null;
  const used = COEFFICIENTS.filter((name) => lines.some((line) => key(line, name)));
  const two = used.includes("Cohen kappa");
  const columns = used.filter((name) => !(two && name === "Fleiss kappa"));
  const rows = lines.map((line) => make("tr", { className: line.criterion ? "" : "all" },
    make("th", { scope: "row", textContent: line.text }), cell(line.n, { className: "num" }), cell(line.unsure || "", { className: "num" }),
    ...(line.told ? [cell(line.told, { colSpan: columns.length })]
      : columns.map((name) => (key(line, name) ? estimate(line.coefficients[key(line, name)], name === "percent agreement" ? percent : decimal) : cell(""))))));
  const paradoxes = lines.filter((line) => line.paradox).map((line) => make("p", { className: "warned", textContent: `${line.text}: ${line.paradox}.` }));
  return section("Agreement of the raters, before settling", make("p", { textContent: "With 95 % intervals that resample patients or sources. Whoever could not judge gave no rating; how often is counted." }),
    ...paradoxes, table("Agreement", [head("Criterion"), head("Rated twice", { className: "num" }), head("Could not judge", { className: "num" }), ...columns.map((name) => head(HEADS[name], { className: "num" }))], rows, "tight"));
}

function preferencePart(lines) {
  const pairs = new Map();
  for (const line of lines) pairs.set(line.systems.join("\n"), [...(pairs.get(line.systems.join("\n")) || []), line]);
  return section("Preferences", ...[...pairs.values()].flatMap((mine) => [
    make("p", {}, make("b", { textContent: mine[0].systems[0] }), " (first) against ", make("b", { textContent: mine[0].systems[1] }), " (second); settled findings."),
    table("Preferences", [head("Criterion"), head("Prefer first", { className: "num" }), head("Tie", { className: "num" }), head("Prefer second", { className: "num" }), head("Pairs", { className: "num" })],
      mine.map((line) => make("tr", {}, make("th", { scope: "row", textContent: line.text }), estimate(line.first, percent), estimate(line.tie, percent), estimate(line.second, percent), cell(line.n, { className: "num" }))))]));
}

function outcomePart(outcome) {
  if (!outcome) return section("Outcome", make("p", { textContent: "Which answers came from which system is told when every item is settled." }));
  if (outcome.preferences) return preferencePart(outcome.preferences);
  return section("Outcome by people", table("Outcome", [head("System"), head("Answers", { className: "num" }), head("Without a score", { className: "num" }), head("Score, settled findings", { className: "num" })],
    outcome.systems.map((line) => make("tr", {}, make("th", { scope: "row", textContent: line.system }), cell(line.n, { className: "num" }), cell(line.without_score || "", { className: "num" }), estimate(line.score, percent)))));
}

// ---- the judge
const interval = (found, write) => (found ? estimate([found.value, found.low, found.high], write) : cell("–", { className: "num" }));
const kappa = (entry) => entry.kappa || entry.weighted_kappa;

function calibrationParts(found) {
  const measured = found.measured.map((entry) => make("tr", {}, make("th", { scope: "row", textContent: entry.judge }), cell(entry.class), cell(entry.scale),
    interval(entry.sensitivity, percent), interval(entry.specificity, percent), interval(kappa(entry), decimal), cell(entry.n, { className: "num" }), cell(entry.answers, { className: "num" })));
  const corrected = (found.corrected || []).map((entry) => make("tr", {}, make("th", { scope: "row", textContent: [entry.task, entry.pipeline, entry.model, entry.perturbation].filter(Boolean).join(" · ") }),
    cell(entry.n ?? "", { className: "num" }), cell(entry.labelled_answers, { className: "num" }),
    ...(entry.value === undefined || entry.value === null ? [cell(`not corrected: ${entry.note}`, { colSpan: 5 })]
      : [cell(percent(entry.naive), { className: "num" }), estimate([entry.value, entry.low, entry.high], percent), ...[entry.sampling, entry.calibration, entry.missing].map((part) => cell(percent(part), { className: "num" }))])));
  const notes = (found.corrected || []).filter((entry) => entry.note && entry.value !== undefined && entry.value !== null).map((entry) => make("p", { className: "warned", textContent: entry.note }));
  return [make("h3", { textContent: `The judge of ${found.run} against people` }),
    table("Judge", [head("Judge"), head("Class"), head("Scale"), head("Sensitivity", { className: "num" }), head("Specificity", { className: "num" }), head("κ", { className: "num" }), head("Findings", { className: "num" }), head("Patients or sources", { className: "num" })], measured),
    make("h3", { textContent: "Scores with the judge's error taken out" }), ...notes,
    table("Corrected scores", [head("System"), head("Answers judged", { className: "num" }), head("Rated by people", { className: "num" }), head("By the judge alone", { className: "num" }), head("Corrected", { className: "num" }), head("Width: sampling", { className: "num" }), head("calibration", { className: "num" }), head("missing", { className: "num" })], corrected)];
}

function judgePart(found) {
  if (!found.judged) return null;
  if (!found.settling.complete) return section("Judge", make("p", { textContent: "The judge of the run can be measured when every item is settled." }));
  const button = make("button", { type: "button", id: "calibrate", textContent: found.calibrations.length ? "Calibrate again" : "Calibrate the judge" });
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const { reports } = await ask("api/calibrate", { method: "POST", body: {} });
      links = make("p", { id: "reports" }, ...reports.map(([name, path]) => make("a", { href: path, target: "_blank", rel: "noopener noreferrer", textContent: `Report of ${name}` })));
    } catch (fault) {
      links = make("p", { className: "warned", textContent: `${fault.message}.` });
    }
    shown = "";
    await draw();
  });
  return section("Judge", make("p", { textContent: "The run's judge is measured against the settled findings; its measurement goes into the run folder and the registry." }), make("p", {}, button), links, ...found.calibrations.flatMap(calibrationParts));
}

async function draw() {
  if (document.hidden) return;
  const found = await ask("api/progress");
  if (JSON.stringify(found) === shown) return;
  shown = JSON.stringify(found);
  const gone = Object.entries(found.left_out).map(([reason, count]) => `${count} ${reason}`).join(", ");
  $("progress").replaceChildren(...[
    make("h1", { textContent: found.title }),
    make("p", { textContent: `${found.items} of ${found.population} ${found.pairwise ? "pairs" : "answers"}, drawn with seed ${found.seed}.${gone ? ` Left out before the draw: ${gone}.` : ""}` }),
    peoplePart(found), agreementPart(found.agreement), outcomePart(found.outcome), judgePart(found),
  ].filter(Boolean));
}

export async function begin() {
  await draw();
  show("progress");
  setInterval(() => draw().catch(() => {}), 10_000);
}
