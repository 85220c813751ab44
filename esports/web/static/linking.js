// Linking one's account to an OpenID provider, which is asked at its own pages, or taking the link off.

import { wire } from "./forms.js";
import { leave } from "./provider.js";
import "./site.js";

wire(document.querySelector("form[data-path]"), (reply) => {
  if (reply) leave(reply.address, "/account/linking");
  else location.assign("/account/linking");
});
