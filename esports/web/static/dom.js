// Building and updating the page. Text is always text: nothing here parses markup.

const SVG = "http://www.w3.org/2000/svg";
const SHAPES = new Set(["svg", "path"]);

/**
 * An element. `attributes`: `class`, `data-x`, ...; `key` tells siblings apart across updates;
 * a name that starts with `--` is a CSS variable. null, false and undefined are left out.
 */
export function h(tag, attributes = {}, ...children) {
  const node = SHAPES.has(tag) ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "key") node.key = value;
    else if (name.startsWith("--")) node.style.setProperty(name, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Make `old` look like `fresh`, keeping the nodes that stay: focus, scroll and open parts survive. */
export function morph(old, fresh) {
  for (const name of old.getAttributeNames()) {
    if (!fresh.hasAttribute(name) && !kept(old, name)) old.removeAttribute(name);
  }
  for (const name of fresh.getAttributeNames()) {
    if (old.getAttribute(name) !== fresh.getAttribute(name)) setAttribute(old, fresh, name);
  }
  morphChildren(old, [...fresh.childNodes]);
}

/** Make the children of `parent` look like `fresh`. */
export function morphChildren(parent, fresh) {
  const keyed = new Map();
  for (const child of parent.childNodes) if (child.key !== undefined) keyed.set(child.key, child);
  let at = parent.firstChild;
  for (const next of fresh) {
    const same = next.key === undefined ? unkeyed(at, next) : keyed.get(next.key);
    if (!same || !alike(same, next)) {
      parent.insertBefore(next, at);
      continue;
    }
    if (same === at) at = at.nextSibling;
    else parent.insertBefore(same, at);
    if (same.nodeType === Node.TEXT_NODE) {
      if (same.data !== next.data) same.data = next.data;
    } else morph(same, next);
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
}

// The style attribute is what CSS variables serialise to; the policy forbids setting it as a string.
function setAttribute(old, fresh, name) {
  if (name === "style") old.style.cssText = fresh.style.cssText;
  else old.setAttribute(name, fresh.getAttribute(name));
}

function kept(node, name) {
  return name === "open" && node.tagName === "DETAILS";
}

function unkeyed(at, next) {
  return at && at.key === undefined && alike(at, next) ? at : null;
}

function alike(one, other) {
  return one.nodeName === other.nodeName && one.key === other.key;
}
