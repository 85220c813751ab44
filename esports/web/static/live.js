/**
 * Live views for pages: follow a topic, keep its view, survive cuts.
 *
 *   import { follow } from "./live.js";
 *   const stop = follow("stage/0198...", {
 *     onView: (view, { seq }) => draw(view),          // after a whole view and after each commit
 *     onDelta: (items, view) => tell(items),          // the facts of one commit, before onView
 *     onStatus: (status) => show(status),             // connecting, live, reconnecting, offline
 *     onNews: ({ code }) => ask(code),                // something is new that is not in the view
 *     onError: ({ code, detail }) => say(detail),     // the server will not send this topic
 *   });
 *
 * Numbers are dense: a message that does not go on from the last one means that something is missing, and
 * the topic is followed again from there. The status also stands in <html data-live="...">. Where sockets
 * fail again and again, the same messages come as Server-Sent Events.
 */

const PROTOCOL = 1;
const BACK_OFF_MS = 500;
const LONGEST_BACK_OFF_MS = 10_000;
const PING_MS = 25_000;
const SILENCE_MS = 10_000;
const PROBE_MS = 3_000;
const CONNECT_MS = 10_000;
const FAILURES_BEFORE_EVENTS = 3;
const TRY_SOCKET_AGAIN_MS = 120_000;

// ---- views and patches -------------------------------------------------------------------------------

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const namesIds = (items) => items.every((item) => isObject(item) && "id" in item);

/** `view` with `changes` applied in order, as a new document. Throws where a change does not fit. */
export function merge(view, changes) {
  let merged = view;
  for (const { path, value } of changes) {
    merged = put(merged, path === "" ? [] : path.split("/"), value ?? null);
  }
  return merged;
}

function put(node, path, value) {
  if (path.length === 0) return value;
  const [step, ...rest] = path;
  if (Array.isArray(node)) return namesIds(node) ? putById(node, step, rest, value) : putAt(node, step, rest, value);
  if ((node ?? null) === null && value === null) return null;
  const fields = new Map(isObject(node) ? Object.entries(node) : []);
  const changed = put(fields.get(step) ?? null, rest, value);
  if (changed === null) fields.delete(step);
  else fields.set(step, changed);
  return Object.fromEntries(fields);
}

function putById(items, id, rest, value) {
  const index = items.findIndex((item) => item.id === id);
  if (index >= 0) {
    const changed = put(items[index], rest, value);
    return [...items.slice(0, index), ...(changed === null ? [] : [changed]), ...items.slice(index + 1)];
  }
  const added = put(rest.length > 0 && value !== null ? { id } : null, rest, value);
  return added === null ? items : [...items, added];
}

function putAt(items, step, rest, value) {
  if (!/^[0-9]+$/.test(step) || Number(step) >= items.length) {
    throw new RangeError(`a list of ${items.length} has no item ${step}`);
  }
  return items.map((item, index) => (index === Number(step) ? put(item, rest, value) : item));
}

/** A page's copy of one topic. */
export class Copy {
  constructor(topic) {
    this.topic = topic;
    this.epoch = null;
    this.seq = 0;
    this.view = null;
  }

  /** What a message meant: whole, changed, passed, repeat, gap or misfit. The last two: follow again. */
  take(message) {
    if (message.type === "snapshot") {
      this.epoch = message.epoch;
      this.seq = message.seq;
      this.view = message.view;
      return "whole";
    }
    if (message.to <= this.seq) return "repeat";
    if (this.epoch === null || message.from !== this.seq + 1) return "gap";
    if (message.type === "delta") {
      try {
        this.view = merge(this.view, message.items.flatMap((item) => item.patch));
      } catch {
        this.epoch = null;
        return "misfit";
      }
    }
    this.seq = message.to;
    return message.type === "delta" ? "changed" : "passed";
  }

  wanted() {
    return this.epoch === null ? { topic: this.topic } : { topic: this.topic, epoch: this.epoch, after: this.seq };
  }
}

// ---- the connection ----------------------------------------------------------------------------------

/** Follows topics over one connection. `address` finds the socket; `eventsAddress` the events of a topic. */
export class Live {
  constructor({ address = findAddress, eventsAddress = eventsOf, backOffMs = BACK_OFF_MS } = {}) {
    this.address = address;
    this.eventsAddress = eventsAddress;
    this.backOffMs = backOffMs;
    this.topics = new Map(); // topic -> {copy, listeners}
    this.status = "connecting";
    this.failures = 0;
    this.socket = null;
    this.sources = new Map(); // topic -> EventSource, while sockets fail
    this.timers = new Set();
    this.spreadMs = null;
    this.hiddenAt = Date.now();
    this.round = 0; // tells what belongs to a connection that was given up
    addEventListener("offline", () => this.pause());
    addEventListener("online", () => this.start());
    document.addEventListener("visibilitychange", () => this.look());
  }

  /** `start`, where the page came with the view already: `{epoch, seq, view}`; only what is newer is sent. */
  follow(topic, listener, start = null) {
    let entry = this.topics.get(topic);
    if (entry === undefined) {
      entry = { copy: Object.assign(new Copy(topic), start), listeners: new Set() };
      this.topics.set(topic, entry);
      if (this.topics.size === 1) this.start();
      else if (this.socket?.readyState === WebSocket.OPEN) this.say({ type: "follow", ...entry.copy.wanted() });
      else if (this.sources.size > 0) this.listen(topic);
    } else if (entry.copy.epoch !== null) {
      queueMicrotask(() => listener.onView?.(entry.copy.view, entry.copy));
    }
    entry.listeners.add(listener);
    listener.onStatus?.(this.status);
    return () => this.unfollow(topic, listener);
  }

  unfollow(topic, listener) {
    const entry = this.topics.get(topic);
    if (entry === undefined || !entry.listeners.delete(listener) || entry.listeners.size > 0) return;
    this.topics.delete(topic);
    this.sources.get(topic)?.close();
    this.sources.delete(topic);
    if (this.socket?.readyState === WebSocket.OPEN) this.say({ type: "unfollow", topic });
    if (this.topics.size === 0) this.stop();
  }

  /** Begin, or begin again at once. */
  start() {
    this.stop();
    if (this.topics.size === 0) return;
    if (navigator.onLine === false) return this.tell("offline");
    this.tell(this.status === "connecting" ? "connecting" : "reconnecting");
    this.connect();
  }

  pause() {
    this.stop();
    this.tell("offline");
  }

  stop() {
    this.round += 1;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    this.socket?.close();
    this.socket = null;
    for (const source of this.sources.values()) source.close();
    this.sources.clear();
  }

  async connect() {
    const round = this.round;
    let socket;
    try {
      const url = await this.address();
      if (round !== this.round) return;
      socket = new WebSocket(url);
    } catch {
      if (round === this.round) this.again();
      return;
    }
    this.socket = socket;
    const tooLate = this.later(CONNECT_MS, () => socket.close());
    socket.onopen = () => {
      const follow = [...this.topics.values()].map(({ copy }) => copy.wanted());
      const locale = document.documentElement.lang || undefined;
      this.say({ type: "hello", protocol: PROTOCOL, locale, follow });
      this.say({ type: "ping" });
    };
    socket.onmessage = ({ data }) => {
      if (round !== this.round) return;
      this.forget(tooLate);
      this.failures = 0;
      this.tell("live");
      this.watch(round);
      this.take(JSON.parse(data));
    };
    socket.onclose = () => {
      if (round !== this.round) return;
      this.again();
    };
  }

  /** Ask for a sign of life now and then; a connection that is dead without knowing it is given up. */
  watch(round) {
    this.forget(this.pinging);
    this.forget(this.missing);
    this.pinging = this.later(PING_MS, () => this.probe(round, SILENCE_MS));
  }

  /** Somebody looks again, perhaps after a sleep: nobody else tells that the connection died meanwhile. */
  look() {
    if (document.hidden) this.hiddenAt = Date.now();
    if (document.hidden || this.topics.size === 0 || this.status === "offline") return;
    if (this.socket?.readyState === WebSocket.OPEN) this.probe(this.round, PROBE_MS);
    else if (Date.now() - this.hiddenAt > SILENCE_MS) this.start();
  }

  probe(round, patience) {
    this.forget(this.missing);
    this.say({ type: "ping" });
    this.missing = this.later(patience, () => round === this.round && this.again());
  }

  /** Come back after a random time, longer after each failure, or by events if sockets do not work here. */
  again() {
    this.stop();
    if (this.topics.size === 0 || this.status === "offline") return;
    this.failures += 1;
    this.tell("reconnecting");
    if (this.failures >= FAILURES_BEFORE_EVENTS) {
      for (const topic of this.topics.keys()) this.listen(topic);
      this.later(TRY_SOCKET_AGAIN_MS, () => this.start());
      return;
    }
    const longest = this.spreadMs ?? this.longestWait();
    this.spreadMs = null;
    this.later(Math.random() * longest, () => this.connect());
  }

  longestWait() {
    return Math.min(LONGEST_BACK_OFF_MS, this.backOffMs * 2 ** this.failures);
  }

  /** The same messages by Server-Sent Events. */
  listen(topic) {
    const entry = this.topics.get(topic);
    if (entry === undefined) return;
    const round = this.round;
    const source = new EventSource(this.eventsAddress(entry.copy));
    this.sources.set(topic, source);
    source.onopen = () => this.tell("live");
    source.onmessage = ({ data }) => {
      if (round !== this.round) return;
      this.failures = FAILURES_BEFORE_EVENTS;
      this.tell("live");
      this.take(JSON.parse(data));
    };
    source.onerror = () => {
      if (round !== this.round || this.sources.get(topic) !== source) return;
      if (source.readyState === EventSource.CONNECTING) {
        // the server ends every response after a while, and the browser comes back by itself
        this.later(SILENCE_MS, () => source.readyState !== EventSource.OPEN && this.tell("reconnecting"));
        return;
      }
      source.close();
      this.failures += 1;
      this.tell("reconnecting");
      this.later(Math.random() * this.longestWait(), () => this.listen(topic));
    };
  }

  take(message) {
    if (message.type === "notice" && !message.topic) {
      this.spreadMs = (message.within_seconds ?? 0) * 1000 || null;
      return;
    }
    const entry = this.topics.get(message.topic);
    if (entry === undefined) return;
    if (message.type === "error") return this.each(entry, "onError", message);
    if (message.type === "notice") return this.each(entry, "onNews", message);
    if (!["snapshot", "delta", "skip"].includes(message.type)) return;
    const { copy } = entry;
    const verdict = copy.take(message);
    if (verdict === "gap" || verdict === "misfit") return this.refollow(copy);
    if (verdict === "changed") this.each(entry, "onDelta", message.items, copy.view);
    if (verdict === "changed" || verdict === "whole") this.each(entry, "onView", copy.view, copy);
  }

  refollow(copy) {
    const source = this.sources.get(copy.topic);
    if (source !== undefined) {
      source.close();
      this.listen(copy.topic);
    } else {
      this.say({ type: "follow", ...copy.wanted() });
    }
  }

  each(entry, name, ...values) {
    for (const listener of [...entry.listeners]) {
      try {
        listener[name]?.(...values);
      } catch (error) {
        console.error(error); // one listener's fault must not stop the others, or the feed
      }
    }
  }

  tell(status) {
    if (status === this.status) return;
    this.status = status;
    document.documentElement.dataset.live = status;
    for (const entry of this.topics.values()) this.each(entry, "onStatus", status);
  }

  say(message) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  later(milliseconds, action) {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      action();
    }, milliseconds);
    this.timers.add(timer);
    return timer;
  }

  forget(timer) {
    clearTimeout(timer);
    this.timers.delete(timer);
  }
}

async function findAddress() {
  const named = document.querySelector('meta[name="live-url"]')?.content;
  if (named) return named;
  const reply = await fetch("/api/v1/live", { headers: { accept: "application/json" } });
  if (!reply.ok) throw new Error(`no live address: ${reply.status}`);
  return (await reply.json()).url;
}

function eventsOf(copy) {
  const query = new URLSearchParams({ topic: copy.topic });
  if (copy.epoch !== null) query.set("position", `${copy.epoch}:${copy.seq}`);
  return `/api/v1/live/sse?${query}`;
}

let shared = null;

/** Follow a topic on the page's one connection, from `start` if given; gives the function that ends it. */
export function follow(topic, listener, start) {
  shared ??= new Live();
  return shared.follow(topic, listener, start);
}
