/**
 * The top line: the name, undo and redo, open, export, palette, theme, help.
 *
 * @import { Store } from "./store.js"
 */

import { element, listen, together } from "../core/dom.js";
import { t } from "../core/language.js";
import { icon } from "../controls/icons.js";
import { brand } from "../frame/brand.js";
import { openHelp } from "./help_dialog.js";
import { openLinkDialog } from "./open_dialog.js";

const NEXT_THEME = /** @type {const} */ ({ auto: "light", light: "dark", dark: "auto" });
const THEME_ICON = /** @type {const} */ ({ auto: "auto", light: "sun", dark: "moon" });

/**
 * @param {HTMLElement} el
 * @param {Store} store
 * @param {HTMLElement} exports the slot of the export menu
 * @param {HTMLElement | null} [navigation] the way to the lab's other pages, where there are any
 * @returns {() => void}
 */
export function mountHeader(el, store, exports, navigation = null) {
  const undo = iconButton("undo", t("Undo (Ctrl+Z)"));
  const redo = iconButton("redo", t("Redo (Ctrl+Shift+Z)"));
  const open = iconButton("open", t("Open a link or a settings file"), t("Open"));
  const palette = iconButton("palette", t("Palette for colour-blind people"));
  const theme = iconButton("auto", "");
  const help = iconButton("help", t("Help and keyboard shortcuts (?)"));
  const editing = store.capabilities.train ? [undo, redo, element("span", { class: "nr-rule" }), open] : [];
  el.replaceChildren(
    brand(),
    ...(navigation ? [navigation] : []),
    element("div", { class: "nr-header-tools" }, [...editing, exports, element("span", { class: "nr-rule" }), palette, theme, help]),
  );
  const show = () => {
    const { state, ui } = store.get();
    undo.disabled = !state.can_undo;
    redo.disabled = !state.can_redo;
    // A page that a teacher reduced stays with what it is about.
    if (navigation) navigation.hidden = state.setup.view.hidden.length > 0;
    palette.setAttribute("aria-pressed", String(ui.palette === "colorblind"));
    const name = themeName(ui.theme);
    theme.replaceChildren(icon(THEME_ICON[ui.theme]));
    theme.setAttribute("aria-label", name);
    theme.title = name;
  };
  show();
  return together([
    store.on("state", show),
    store.on("ui", show),
    listen(undo, "click", () => store.send({ type: "undo" })),
    listen(redo, "click", () => store.send({ type: "redo" })),
    listen(open, "click", () => openLinkDialog(el, store)),
    listen(palette, "click", () => {
      const other = store.get().ui.palette === "classic" ? "colorblind" : "classic";
      store.setUi({ palette: other });
    }),
    listen(theme, "click", () => store.setUi({ theme: NEXT_THEME[store.get().ui.theme] })),
    listen(help, "click", () => openHelp(el)),
  ]);
}

/** @param {"light" | "dark" | "auto"} theme */
function themeName(theme) {
  if (theme === "light") return t("Theme: light");
  return theme === "dark" ? t("Theme: dark") : t("Theme: as the system’s");
}

/**
 * @param {"undo" | "redo" | "open" | "palette" | "auto" | "help"} name
 * @param {string} label
 * @param {string} [text] shown beside the icon
 */
function iconButton(name, label, text) {
  return element(
    "button",
    { type: "button", class: text ? "nr-button nr-quiet" : "nr-icon-button", "aria-label": label, title: label },
    [icon(name), text ?? null],
  );
}
