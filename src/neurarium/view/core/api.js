/**
 * Asking the lab's server: JSON or packets, with errors that are sentences.
 *
 * @import { Packet } from "./packet.js"
 */

import { t } from "./language.js";
import { readPacket } from "./packet.js";

/** What the server (or the way to it) says went wrong; `status` 0: it did not answer. */
export class ApiError extends Error {
  /** @param {string} text @param {number} status */
  constructor(text, status) {
    super(text);
    this.name = "ApiError";
    this.status = status;
  }
}

/** @typedef {{signal?: AbortSignal}} AskOptions */

/**
 * Return the JSON at an address. Throws `ApiError`, or an `AbortError` after `signal` fired.
 * @param {string} path as "/api/data/digits"
 * @param {AskOptions} [options]
 * @returns {Promise<any>}
 */
export async function getJson(path, options = {}) {
  const answer = await ask(path, { signal: options.signal });
  return answer.json();
}

/**
 * Return the packet at an address.
 * @param {string} path
 * @param {AskOptions} [options]
 * @returns {Promise<Packet>}
 */
export async function getPacket(path, options = {}) {
  const answer = await ask(path, { signal: options.signal });
  return readPacket(await answer.arrayBuffer());
}

/**
 * Send JSON and return the JSON that answers it (null for an empty answer).
 * @param {"POST" | "PATCH" | "DELETE"} method
 * @param {string} path
 * @param {unknown} [body]
 * @param {AskOptions} [options]
 * @returns {Promise<any>}
 */
export async function sendJson(method, path, body, options = {}) {
  const answer = await ask(path, { ...jsonRequest(method, body), signal: options.signal });
  const text = await answer.text();
  return text ? JSON.parse(text) : null;
}

/**
 * Send JSON and return the packet that answers it.
 * @param {string} path
 * @param {unknown} body
 * @param {AskOptions} [options]
 * @returns {Promise<Packet>}
 */
export async function postForPacket(path, body, options = {}) {
  const answer = await ask(path, { ...jsonRequest("POST", body), signal: options.signal });
  return readPacket(await answer.arrayBuffer());
}

/**
 * Send a file as it is; returns the JSON that answers it. `onProgress` hears how much was sent.
 * @param {string} path
 * @param {Blob} file
 * @param {{signal?: AbortSignal, onProgress?: (share: number) => void}} [options] share: 0 to 1
 * @returns {Promise<any>}
 */
export function sendFile(path, file, { signal, onProgress } = {}) {
  // fetch tells nothing of what was sent so far; XMLHttpRequest does.
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.responseType = "text";
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total ? loaded / total : 0);
    request.onload = () => {
      const answer = parsed(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(answer);
      else reject(new ApiError(answer?.error ?? unexplained(request.status), request.status));
    };
    request.onerror = () => reject(new ApiError(silence(), 0));
    request.onabort = () => reject(new DOMException("aborted", "AbortError"));
    signal?.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

/** @param {unknown} error @returns {boolean} whether a request ended because we ended it */
export function isAbort(error) {
  return error instanceof DOMException && error.name === "AbortError";
}

/**
 * @param {string} path
 * @param {RequestInit} options
 * @returns {Promise<Response>} an answer that is ok
 */
async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch (error) {
    if (isAbort(error) || !(error instanceof TypeError)) throw error;
    throw new ApiError(silence(), 0);
  }
  if (answer.ok) return answer;
  const said = parsed(await answer.text());
  throw new ApiError(said?.error ?? unexplained(answer.status), answer.status);
}

/** @param {string} method @param {unknown} body @returns {RequestInit} */
function jsonRequest(method, body) {
  if (body === undefined) return { method };
  return { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

/** @param {string} text @returns {any} null where it is no JSON */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function silence() {
  return t("The lab does not answer. Look whether it still runs where it was started, then try again.");
}

/** @param {number} status */
function unexplained(status) {
  return t("The lab answered with an error ({status}) and no explanation. Its window may say more.", { status });
}
