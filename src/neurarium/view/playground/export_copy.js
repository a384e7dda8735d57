/** Putting text on the clipboard. */

/**
 * @param {string} text
 * @returns {Promise<boolean>} whether it is there now; pages without HTTPS may be refused
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    // TypeError: no clipboard outside secure pages. DOMException: the person or the browser refused.
    if (error instanceof TypeError || error instanceof DOMException) return false;
    throw error;
  }
}
