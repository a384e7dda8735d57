/**
 * The live transport: one WebSocket to the lab's server, which comes back by itself.
 *
 * After a lost connection it tries again, waiting longer each time, and says `hello` with the
 * session it had. What it last saw (setup, weights, epoch) travels along as `restore`, in case
 * the server no longer knows the session.
 *
 * A reload goes on with the session that this tab's storage names. There are two exceptions. A
 * link in the address bar that is not the one last shown is opened in a session of its own. And a
 * duplicated tab, whose session still belongs to the first tab, looks at it once and then goes on
 * in a session of its own, made from what it saw.
 *
 * @import { Frame, VariantsFrame } from "../core/frame.js"
 * @import { Transport, Connection, State } from "../playground/store.js"
 */

import { decodeFrame } from "../core/frame.js";
import { t } from "../core/language.js";
import { claimSession, onceEach, whenKnown } from "./session_claim.js";

const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 8000;
const SESSION_KEY = "neurarium.session";
const LINK_KEY = "neurarium.link";

/**
 * @typedef {object} SocketOptions
 * @property {string} [base] the lab's address; "" is the page's own
 * @property {string} [token] where the server asks for one
 * @property {Storage | null} [storage] remembers the session over a reload
 * @property {() => string} [link] the link in the address bar, "" if none
 * @property {(url: string) => WebSocket} [connect]
 * @property {(session: string) => Promise<boolean> | boolean} [claim] whether the session is this page's
 *
 * @typedef {object} Seen what would be lost with the connection
 * @property {string | null} session
 * @property {boolean} borrowed the session is another tab's: go on in a copy
 * @property {State | null} state
 * @property {Frame | null} frame
 *
 * @typedef {{onMessage: (message: any) => void, onFrame: (frame: Frame | VariantsFrame) => void,
 *   onConnection: (connection: Connection) => void}} Listener
 *
 * @typedef {{socket: WebSocket | null, wait_ms: number, timer: any, closed: boolean}} Line
 */

/**
 * Return a transport over a WebSocket. It connects at the first `subscribe`.
 * @param {SocketOptions} [options]
 * @returns {Transport}
 */
export function connectWebSocket(options = {}) {
  const base = options.base ?? "";
  const storage = options.storage === undefined ? sessionStorage : options.storage;
  const linkOf = options.link ?? (() => location.hash);
  const connect = options.connect ?? ((url) => new WebSocket(url));
  const claim = onceEach(options.claim ?? claimSession);
  /** @type {Seen} */
  const seen = { session: sessionToGoOnWith(storage, linkOf()), borrowed: false, state: null, frame: null };
  /** @type {Set<Listener>} */
  const listeners = new Set();
  /** @param {(listener: Listener) => void} call */
  const tell = (call) => listeners.forEach(call);
  /** @type {Line} */
  const line = { socket: null, wait_ms: FIRST_WAIT_MS, timer: null, closed: true };

  /** @param {string | ArrayBuffer} data */
  const receive = (data) => {
    if (typeof data !== "string") {
      const frame = decodeFrame(data);
      if (frame.kind === 1) seen.frame = frame;
      if (seen.borrowed) return copySession(seen, line);
      tell((l) => l.onFrame(frame));
      return;
    }
    const message = JSON.parse(data);
    if (message.type === "state") {
      line.wait_ms = FIRST_WAIT_MS;
      remember(seen, message);
      if (seen.borrowed) return;
      if (storage) store(storage, message);
      void claim(message.session);
      tell((l) => l.onConnection("open"));
    }
    if (seen.borrowed) return;
    tell((l) => l.onMessage(message));
  };
  const open = () => {
    tell((l) => l.onConnection(seen.state ? "lost" : "connecting"));
    const socket = connect(socketUrl(base, options.token));
    socket.binaryType = "arraybuffer";
    line.socket = socket;
    socket.onopen = () => socket.send(JSON.stringify(hello(seen, linkOf())));
    socket.onmessage = ({ data }) => receive(data);
    socket.onclose = () => {
      if (line.closed || line.socket !== socket) return;
      tell((l) => l.onConnection("lost"));
      line.timer = setTimeout(open, line.wait_ms);
      line.wait_ms = Math.min(line.wait_ms * 1.7, LONGEST_WAIT_MS);
    };
  };
  const begin = () => whenKnown(seen.session ? claim(seen.session) : true, (mine) => {
    seen.borrowed = !mine;
    if (!line.closed) open();
  }); // prettier-ignore
  return transportOver(line, listeners, begin, {
    upload: (file) => upload(address(base, "csv", seen.session, options.token), file),
    exportUrl: (name) => address(base, `export/${name}`, seen.session, options.token),
  });
}

/**
 * Return the transport's face: the line opens with the first listener and closes with the last.
 * @param {Line} line
 * @param {Set<Listener>} listeners
 * @param {() => void} open
 * @param {Pick<Transport, "upload" | "exportUrl">} rest
 * @returns {Transport}
 */
function transportOver(line, listeners, open, rest) {
  return {
    capabilities: {
      train: true, edit: true, upload: true, export: true, compare: true, explain: true,
    }, // prettier-ignore
    send(message) {
      if (line.socket?.readyState === 1) line.socket.send(JSON.stringify(message));
    },
    subscribe(listener) {
      listeners.add(listener);
      if (line.closed) {
        line.closed = false;
        open();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size) return;
        line.closed = true;
        clearTimeout(line.timer);
        line.socket?.close();
      };
    },
    ...rest,
  };
}

/** @param {string} base @param {string | undefined} token @returns {string} */
function socketUrl(base, token) {
  const url = new URL(`${base}/api/playground/ws`, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  if (token) url.searchParams.set("token", token);
  url.hash = "";
  return url.href;
}

/** @param {string} base @param {string} name @param {string | null} session @param {string | undefined} token */
function address(base, name, session, token) {
  const query = new URLSearchParams({ session: session ?? "" });
  if (token) query.set("token", token);
  return `${base}/api/playground/${name}?${query}`;
}

/**
 * Return the first message: the session it had, what to rebuild it from, the address bar's link.
 * @param {Seen} seen
 * @param {string} link
 */
function hello({ session, state, frame }, link) {
  /** @type {Record<string, any>} */
  const message = { type: "hello" };
  if (session) message.session = session;
  if (link.length > 1) message.link = link;
  const fits = state && frame && frame.parameters.length === state.network.parameters;
  if (fits && frame.parameters.every(Number.isFinite)) {
    const { setup, points } = state;
    message.restore = { setup, weights: [...frame.parameters], epoch: frame.epoch };
    if (setup.config.data.name === "custom") message.restore.points = points; // nowhere else
  }
  return message;
}

/** @param {Seen} seen @param {State} state */
function remember(seen, state) {
  seen.session = state.session;
  seen.state = { ...state, points: state.points ?? seen.state?.points };
}

/** @param {Storage} storage @param {State} state */
function store(storage, { session, link }) {
  storage.setItem(SESSION_KEY, session);
  // A reload that began before this state came still loads the link before it: both are ours.
  const before = storage.getItem(LINK_KEY)?.split("\n")[0];
  const now = asInAddressBar(link ?? "");
  if (now !== before) storage.setItem(LINK_KEY, `${now}\n${before ?? now}`);
}

/**
 * Return the session of the page before the reload, unless the address bar asks for another network.
 * @param {Storage | null} storage
 * @param {string} link in the address bar
 * @returns {string | null}
 */
function sessionToGoOnWith(storage, link) {
  const shown = storage?.getItem(LINK_KEY);
  const known = shown?.split("\n").includes(asInAddressBar(link)) ?? true;
  const other = link.length > 1 && !known;
  return other ? null : (storage?.getItem(SESSION_KEY) ?? null);
}

/** Return a link's fragment as the browser's address bar writes it. @param {string} link */
function asInAddressBar(link) {
  const at = link.indexOf("#");
  return at < 0 ? "" : new URL(link.slice(at), "http://localhost/").hash;
}

/**
 * What another tab's session looks like is known now: leave it, and come back without it.
 * @param {Seen} seen
 * @param {Line} line
 */
function copySession(seen, line) {
  if (!seen.state || seen.state.network.parameters !== seen.frame?.parameters.length) return;
  seen.session = null;
  seen.borrowed = false;
  line.wait_ms = 0;
  line.socket?.close();
}

/**
 * @param {string} url
 * @param {Blob} file
 * @returns {Promise<any>} the server's answer; raises an Error with the server's sentence
 */
async function upload(url, file) {
  const response = await fetch(url, { method: "POST", body: file });
  const answer = await response.json().catch(() => null);
  if (response.ok && answer) return answer;
  const reason = answer?.error ?? answer?.text ?? answer?.detail;
  throw new Error(reason ?? t("The server answered {status}.", { status: response.status }));
}
