// A QR code, drawn from what the server computed of it.

import { h } from "./dom.js";

/** The picture; `words` say what it is to who cannot see it. */
export function qr({ size, path }, words) {
  return h("svg", { class: "qr", viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": words, "shape-rendering": "crispEdges" }, h("path", { d: path }));
}
