/**
 * The frame of a lab's page: header with the way to the other pages, palette and theme, an empty
 * `main`, and a bar for messages. The playground brings its own header and takes only parts.
 *
 * @import { Palette } from "../core/palette.js"
 * @import { Appearance, Theme } from "./appearance.js"
 * @import { ClassName } from "./language.js"
 * @import { Message } from "./messages.js"
 * @import { PageName } from "./navigation.js"
 *
 * @typedef {{palette: Palette, dark: boolean}} Look what canvases paint with just now
 *
 * @typedef {object} Frame
 * @property {HTMLElement} root carries class "nr" and the theme
 * @property {HTMLElement} main where the page's parts go
 * @property {(message: Message) => void} say shows a message; a later one replaces it
 * @property {() => void} hush takes the message away
 * @property {() => Look} look
 * @property {(listener: (look: Look) => void) => () => void} onLook hears of another palette or
 *   theme: canvases are painted anew, everything else follows the CSS tokens by itself
 * @property {() => void} close
 */

import { element, listen, together } from "../core/dom.js";
import { t } from "../core/language.js";
import { paletteNamed } from "../core/palette.js";
import { icon } from "../controls/icons.js";
import { rememberAppearance, rememberedAppearance, showAppearance, systemIsDark } from "./appearance.js";
import { brand } from "./brand.js";
import { useLanguage } from "./language.js";
import { createMessages } from "./messages.js";
import { navigation } from "./navigation.js";

/** @type {Record<Theme, Theme>} */
const NEXT_THEME = { auto: "light", light: "dark", dark: "auto" };
const THEME_ICON = /** @type {const} */ ({ auto: "auto", light: "sun", dark: "moon" });

/**
 * Fill `el` with the frame of the page `page`.
 * @param {HTMLElement} el
 * @param {{page: PageName, title: string, language?: keyof ClassName, theme?: Theme,
 *   texts?: Record<string, string> | null}} options `title`: the page's heading, for screen readers
 * @returns {Frame}
 */
export function createFrame(el, { page, title, language = "en", theme = "auto", texts = null }) {
  useLanguage(language, texts);
  const main = element("main", { class: "nr-page-main" }, []);
  const message = element("div", { class: "nr-slot-message" });
  const header = element("header", { class: "nr-page-header" });
  const root = element("div", { class: `nr nr-page nr-page-${page}` }, [
    header,
    main,
    message,
  ]);
  const messages = createMessages(message);
  const look = createLook(root, theme);
  header.append(element("a", { class: "nr-skip", href: "#main" }, [t("Skip to the page")]));
  main.id = "main";
  main.tabIndex = -1;
  const tools = lookTools(look);
  header.append(brand("span"), element("h1", { class: "nr-hidden" }, [title]), navigation(page), element("div", { class: "nr-header-tools" }, tools.buttons));
  el.replaceChildren(root);
  return {
    root,
    main,
    say: messages.say,
    hush: messages.hide,
    look: look.now,
    onLook: look.on,
    close: together([() => el.replaceChildren(), look.close, messages.close, tools.close]),
  };
}

/**
 * @typedef {object} LookHolder
 * @property {() => Look} now
 * @property {() => Appearance} chosen
 * @property {(changes: Partial<Appearance>) => void} choose
 * @property {(listener: (look: Look) => void) => () => void} on
 * @property {() => void} close
 */

/**
 * @param {HTMLElement} root
 * @param {Theme} theme where nothing was chosen
 * @returns {LookHolder}
 */
function createLook(root, theme) {
  /** @type {Set<(look: Look) => void>} */
  const listeners = new Set();
  /** @type {Appearance} */
  let chosen = { palette: "classic", theme, ...rememberedAppearance() };
  let dark = showAppearance(root, chosen);
  const now = () => ({ palette: paletteNamed(chosen.palette, dark), dark });
  const apply = () => {
    dark = showAppearance(root, chosen);
    for (const listener of [...listeners]) listener(now());
  };
  return {
    now,
    chosen: () => chosen,
    choose(changes) {
      chosen = { ...chosen, ...changes };
      rememberAppearance(chosen);
      apply();
    },
    on(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: together([listen(systemIsDark(), "change", apply), () => listeners.clear()]),
  };
}

/** @param {LookHolder} look */
function lookTools(look) {
  const palette = element("button", { type: "button", class: "nr-icon-button" }, [icon("palette")]);
  const theme = element("button", { type: "button", class: "nr-icon-button" });
  palette.title = t("Palette for colour-blind people");
  palette.setAttribute("aria-label", palette.title);
  const show = () => {
    const chosen = look.chosen();
    palette.setAttribute("aria-pressed", String(chosen.palette === "colorblind"));
    theme.replaceChildren(icon(THEME_ICON[chosen.theme]));
    theme.title = themeTitle(chosen.theme);
    theme.setAttribute("aria-label", theme.title);
  };
  show();
  const close = together([
    look.on(show),
    listen(palette, "click", () => {
      look.choose({ palette: look.chosen().palette === "classic" ? "colorblind" : "classic" });
    }),
    listen(theme, "click", () => look.choose({ theme: NEXT_THEME[look.chosen().theme] })),
  ]);
  return { buttons: [palette, theme], close };
}

/** @param {Theme} theme */
function themeTitle(theme) {
  if (theme === "light") return t("Theme: light");
  return theme === "dark" ? t("Theme: dark") : t("Theme: as the system’s");
}
