"use strict";
// The page of one differential: the matrix is drawn where the page has its place.
(() => {
  const found = JSON.parse(document.getElementById("matrix-data").textContent);
  if (differential.drawable(found)) document.getElementById("matrix").replaceChildren(differential.matrix(found, null));
  document.documentElement.dataset.ready = "";
})();
