// What people call the browser that names itself so at length, and what it runs on.

// Each says the names of those below it as well, to be served what they are served: the first that fits it is.
const BROWSERS = [
  ["WeChat", /MicroMessenger\//],
  ["QQ", /\b(QQ|MQQBrowser)\//],
  ["Huawei Browser", /HuaweiBrowser\//],
  ["Mi Browser", /MiuiBrowser\//],
  ["Samsung Internet", /SamsungBrowser\//],
  ["Opera", /OPR\//],
  ["Edge", /Edg(e|A|iOS)?\//],
  ["Firefox", /(Firefox|FxiOS)\//],
  ["Chrome", /(Chrome|CriOS)\//],
  ["Safari", /Safari\//],
];
const SYSTEMS = [
  ["HarmonyOS", /HarmonyOS/],
  ["Android", /Android/],
  ["iPhone", /iPhone/],
  ["iPad", /iPad/],
  ["Windows", /Windows/],
  ["macOS", /Macintosh/],
  ["Linux", /Linux/],
];

const first = (table, text) => table.find(([, form]) => form.test(text))?.[0];

/** "Chrome · Android"; a program's own name as it is. */
export function device(userAgent) {
  const names = [first(BROWSERS, userAgent), first(SYSTEMS, userAgent)].filter(Boolean);
  return names.join(" · ") || userAgent;
}
