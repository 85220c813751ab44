// On to an OpenID provider, and where to go once one is back.

const KEY = "onward";

/** Leave for the provider; whoever comes back goes on to `path`. */
export function leave(address, path) {
  sessionStorage.setItem(KEY, path);
  location.assign(address);
}

/** Where to go after coming back. */
export function onward() {
  const path = sessionStorage.getItem(KEY) ?? "/";
  sessionStorage.removeItem(KEY);
  return path;
}
