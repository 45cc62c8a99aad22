"use strict";
// Elements of a page, made so that texts of others cannot act: they become text nodes, hidden characters code points.
const nodes = (() => {
  const HIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff]/g;

  function make(tag, properties = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name in node) node[name] = value; else node.setAttribute(name, value);
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  }

  function draw(tag, attributes = {}, ...children) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  }

  // Control and direction-changing characters are shown by their code point, never obeyed.
  function safe(text) {
    const part = document.createDocumentFragment();
    let end = 0;
    const whole = String(text);
    for (const match of whole.matchAll(HIDDEN)) {
      const code = match[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
      part.append(whole.slice(end, match.index), make("span", { className: "hidden-sign" }, `U+${code}`));
      end = match.index + match[0].length;
    }
    part.append(whole.slice(end));
    return part;
  }

  return { make, draw, safe };
})();
