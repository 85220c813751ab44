// Comes behind the page's script, and waits for the words as that does: from now on buttons do what they say.

import "./words.js";

document.dispatchEvent(new Event("wired"));
