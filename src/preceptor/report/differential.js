"use strict";
// A ranked differential of one case: the list with its reasons, and what each finding says about each disease.
const differential = (() => {
  const { make, draw, safe } = nodes;
  const SHOWN = 10, LONGEST = 58, LITTLE = 0.3; // bits below which a finding says little
  const GROUPS = { observed: "Observed", excluded: "Looked for and not found", missing: "Expected and not mentioned" };
  const MARKS = { supports: "supports", against: "unexplained", little: "says little either way", missing: "missing", contradicts: "contradicts" };
  const short = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1).trimEnd()}…` : text);
  const percent = (share) => `${(100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;

  function kindOf(row, cell) {
    if (row === "missing") return "missing";
    if (row === "excluded") return "contradicts";
    return Math.abs(cell[1]) < LITTLE ? "little" : cell[1] > 0 ? "supports" : "against";
  }

  // Shape tells the kind, size the surprise, so nothing hangs on colour.
  function mark(kind, bits = 3) {
    const r = Math.max(3.5, 12.5 * Math.sqrt(Math.min(Math.abs(bits), 10) / 10));
    const shapes = {
      supports: () => draw("circle", { cx: 15, cy: 15, r: r.toFixed(1) }),
      against: () => draw("path", { d: `M15 ${15 - r}L${15 + r} 15L15 ${15 + r}L${15 - r} 15Z` }),
      little: () => draw("circle", { cx: 15, cy: 15, r: 1.8 }),
      missing: () => draw("rect", { x: 8.5, y: 8.5, width: 13, height: 13 }),
      contradicts: () => draw("path", { d: "M8 8L22 22M22 8L8 22" }),
    };
    return draw("svg", { class: `mark ${kind}`, viewBox: "0 0 30 30", "aria-hidden": "true", focusable: "false" }, shapes[kind]());
  }

  function words(kind, cell) {
    const [share, bits = 0] = cell, times = 2 ** Math.abs(bits);
    const often = share ? `in ${percent(share)} of its patients` : "not among its own annotations";
    const much = times < 10 ? times.toFixed(1) : Math.round(times).toLocaleString("en");
    if (kind === "missing") return `missing: ${often}, not mentioned here`;
    if (kind === "contradicts") return `contradicts: ${often}, excluded here`;
    if (kind === "little") return `says little: about as often as on average; ${often}`;
    return `${MARKS[kind]}: ${much} times ${kind === "supports" ? "likelier" : "rarer"} than on average (${Math.abs(bits).toFixed(1)} bits); ${often}`;
  }

  function head(disease, place, expected) {
    const [, name, probability] = disease;
    const label = `${place + 1}. ${name}, ${percent(probability)}${expected ? ", the expected diagnosis" : ""}`;
    return make("th", { scope: "col", className: expected ? "disease expected" : "disease", ariaLabel: label, title: label },
      make("span", { className: "upright" }, safe(`${place + 1}. ${short(name)}`)),
      make("small", {}, percent(probability)), make("small", { className: "tick" }, expected ? "✓" : "\u00a0"));
  }

  function cellNode(finding, disease, cell) {
    const [code, name, row] = finding, node = make("td", { tabIndex: -1 });
    const kind = cell ? kindOf(row, cell) : "";
    const said = cell ? words(kind, cell) : "nothing said";
    Object.assign(node.dataset, { pair: `${name} (${code}) · ${disease[1]}`, said });
    node.ariaLabel = `${disease[1]}: ${said}`;
    if (cell) node.append(mark(kind, cell[1]));
    return node;
  }

  function body(matrix) {
    const rows = [];
    let group = "";
    matrix.findings.forEach((finding, number) => {
      if (!matrix.cells[number].length) return;
      if (finding[2] !== group) {
        group = finding[2];
        rows.push(make("tr", { className: "group" }, make("th", { scope: "rowgroup", colSpan: matrix.diseases.length + 1 }, GROUPS[group] || group)));
      }
      rows.push(make("tr", {}, make("th", { scope: "row", title: finding[0] }, safe(finding[1])),
        ...matrix.diseases.map((disease, column) => cellNode(finding, disease, matrix.cells[number][column]))));
    });
    return rows;
  }

  // One cell at a time is in the tab order; arrow keys go on from there, and the line below tells what it says.
  function walk(table, told) {
    const lines = [...table.tBodies[0].rows].filter((row) => row.cells.length > 1);
    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    function show(cell) {
      table.querySelectorAll(".here").forEach((node) => node.classList.remove("here"));
      [cell.parentNode.cells[0], table.tHead.rows[0].cells[cell.cellIndex]].forEach((node) => node.classList.add("here"));
      told.replaceChildren(make("b", {}, safe(cell.dataset.pair)), make("br"), safe(cell.dataset.said));
    }
    function go(cell) {
      table.querySelectorAll('td[tabindex="0"]').forEach((node) => { node.tabIndex = -1; });
      cell.tabIndex = 0;
      cell.focus();
    }
    const under = (event) => event.target.closest("td");
    table.addEventListener("focusin", (event) => { if (under(event)) show(under(event)); });
    table.addEventListener("pointerover", (event) => { if (under(event)) show(under(event)); });
    table.addEventListener("click", (event) => { if (under(event)) go(under(event)); });
    table.addEventListener("keydown", (event) => {
      const cell = under(event), step = steps[event.key];
      const ends = { Home: 1, End: cell && cell.parentNode.cells.length - 1 };
      if (!cell || !(step || event.key in ends)) return;
      event.preventDefault();
      event.stopPropagation();
      const row = lines[lines.indexOf(cell.parentNode) + (step ? step[0] : 0)] || cell.parentNode;
      go(row.cells[Math.max(1, Math.min(row.cells.length - 1, step ? cell.cellIndex + step[1] : ends[event.key]))]);
    });
    if (lines.length) lines[0].cells[1].tabIndex = 0;
  }

  const legend = () => make("p", { className: "legend" }, ...[["supports", 5], ["against", 3], ["little", 0], ["missing", 3], ["contradicts", 3]]
    .map(([kind, bits]) => make("span", {}, mark(kind, bits), MARKS[kind])), make("span", {}, "larger: more surprising"));

  const drawable = (found) => Boolean(found) && ["diseases", "findings", "cells"].every((name) => Array.isArray(found[name])) && found.diseases.length > 0;
  const codesOf = (target) => new Set(target && Array.isArray(target.codes) ? target.codes : []);

  function matrix(found, target) {
    const codes = codesOf(target);
    const right = found.diseases.map(([id, , , members]) => [id, ...members].some((code) => codes.has(code)));
    const told = make("p", { className: "told" }, "Point at a mark, or go from mark to mark with the arrow keys: what it says stands here.");
    const table = make("table", { className: "findings", role: "grid", ariaLabel: "What each finding says about each disease" },
      make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "Finding"), ...found.diseases.map((one, place) => head(one, place, right[place])))),
      make("tbody", {}, ...body(found)));
    walk(table, told);
    const quiet = found.findings.filter((_, number) => !found.cells[number].length).map((finding) => finding[1]);
    return make("figure", { className: "differential" }, legend(), make("div", { className: "scroll" }, table), told,
      codes.size && !right.includes(true) ? make("p", { className: "quiet" }, "The expected diagnosis is not among these.") : null,
      quiet.length ? make("p", { className: "quiet" }, safe(`Not found, and contradicting none of these: ${quiet.join("; ")}.`)) : null);
  }

  const score = (value) => (value > 0 && value <= 1 ? percent(value) : value === undefined ? "" : String(Number(value.toPrecision(4))));

  function entry(one, expected) {
    const name = [make("b", {}, safe(one.name || one.id)), one.name && one.id ? make("small", {}, safe(` ${one.id}`)) : null,
      one.score === undefined ? null : make("small", {}, ` · ${score(one.score)}`), expected ? make("em", {}, " expected") : null];
    const reasons = one.reasons || [];
    return make("li", { className: expected ? "is-target" : "" }, ...(reasons.length
      ? [make("details", {}, make("summary", {}, ...name.filter(Boolean)), make("ul", {}, ...reasons.map((reason) => make("li", {}, safe(reason)))))]
      : name));
  }

  function list(ranking, target) {
    const codes = codesOf(target), entries = ranking.map((one) => entry(one, codes.has(one.id)));
    const more = entries.slice(SHOWN);
    return make("div", { className: "ranking" }, make("ol", {}, ...entries.slice(0, SHOWN)),
      more.length ? make("details", {}, make("summary", {}, `${more.length} more`), make("ol", { start: SHOWN + 1 }, ...more)) : null);
  }

  return { drawable, list, matrix };
})();
