// Two people who draw: one only clicks and types, the other never touches the mouse. A story is told once and played by both.
import { expect, type Locator, type Page } from '@playwright/test';

/** How a person acts on the page. No drag in either. */
export interface Hand {
  readonly name: 'mouse' | 'keyboard';
  /** Presses a button, link or tab. */
  press(target: Locator): Promise<void>;
  /** Replaces what a field says. */
  write(target: Locator, text: string): Promise<void>;
  /** Turns a switch or a check box over. */
  turn(target: Locator): Promise<void>;
  /** Chooses an option of a field that drops down. */
  pick(field: Locator, option: string): Promise<void>;
  /** Shows another tab of a list of tabs. */
  show(tab: Locator): Promise<void>;
  /** Opens a menu and takes one of its entries. */
  take(button: Locator, entry: Locator): Promise<void>;
  /** Goes from the step that was just placed into its form. */
  enterForm(page: Page): Promise<void>;
  /** Chooses an entry of the search list that has just opened. */
  choose(list: Locator, query: string, option: RegExp): Promise<void>;
  /** Selects a step of the canvas and opens its form. */
  openStep(page: Page, card: RegExp, find: string): Promise<void>;
  /** Opens the add search after a way out of the step that is open. */
  addAfter(page: Page, card: RegExp, dot: RegExp): Promise<void>;
  /** Opens the connect search for a free way out of the step that is open. */
  connect(page: Page, button: Locator): Promise<void>;
  undo(page: Page, button: Locator): Promise<void>;
}

const MOST_TABS = 160;
const MOST_ARROWS = 20;

export function canvasOf(page: Page): Locator {
  return page.locator('#flow-canvas');
}

/** Walks with Tab until the target has the focus; backwards when it lies behind. */
export async function tabTo(target: Locator): Promise<void> {
  const page = target.page();
  await expect(target).toBeVisible();
  const isBehind = await target.evaluate(
    (element) =>
      (((element.getRootNode() as Document | ShadowRoot).activeElement?.compareDocumentPosition(element) ?? 0) &
        Node.DOCUMENT_POSITION_PRECEDING) !==
      0,
  );
  for (let step = 0; step < MOST_TABS; step++) {
    // The root is the document, or the shadow root that the widget lives in.
    if (await target.evaluate((element) => element.matches(':focus'))) return;
    await page.keyboard.press(isBehind ? 'Shift+Tab' : 'Tab');
  }
  throw new Error(`Tab never reaches ${String(target)}`);
}

/** A search list has its cursor in the search field as soon as it is seen. */
async function typeInto(list: Locator, query: string): Promise<void> {
  await expect(list.getByRole('combobox')).toBeFocused();
  await list.page().keyboard.type(query);
}

export const byMouse: Hand = {
  name: 'mouse',
  press: (target) => target.click(),
  async write(target, text) {
    await target.click();
    await target.page().keyboard.press('ControlOrMeta+A');
    await target.page().keyboard.type(text);
  },
  turn: (target) => target.click(),
  async pick(field, option) {
    await field.click();
    await field.page().getByRole('option', { name: option, exact: true }).click();
  },
  show: (tab) => tab.click(),
  async take(button, entry) {
    await button.click();
    await entry.click();
  },
  async enterForm() {
    // The form is open already, and a click goes where it points.
  },
  async choose(list, query, option) {
    await typeInto(list, query);
    await list.getByRole('option', { name: option }).click();
  },
  async openStep(page, card) {
    await page.getByRole('group', { name: card }).click();
  },
  async addAfter(page, card, dot) {
    await page.getByRole('group', { name: card }).getByTitle(dot).click();
  },
  async connect(_, button) {
    await button.click();
  },
  async undo(_, button) {
    await button.click();
  },
};

export const byKeyboard: Hand = {
  name: 'keyboard',
  async press(target) {
    await tabTo(target);
    await target.page().keyboard.press('Enter');
  },
  async write(target, text) {
    await tabTo(target);
    await target.page().keyboard.press('ControlOrMeta+A');
    await target.page().keyboard.type(text);
  },
  async turn(target) {
    await tabTo(target);
    await target.page().keyboard.press('Space');
  },
  async pick(field, option) {
    await tabTo(field);
    const page = field.page();
    await page.keyboard.press('Enter');
    const wanted = page.getByRole('option', { name: option, exact: true });
    await expect(wanted).toBeVisible();
    await arrowTo(wanted, 'ArrowDown', '[data-combobox-selected]');
    await page.keyboard.press('Enter');
    await expect(wanted).toBeHidden();
  },
  async show(tab) {
    await tabTo(tab.page().getByRole('tab', { selected: true }).and(siblingsOf(tab)));
    await arrowTo(tab, 'ArrowRight', ':focus');
    await expect(tab).toHaveAttribute('aria-selected', 'true');
  },
  async take(button, entry) {
    await byKeyboard.press(button);
    await expect(entry).toBeVisible();
    await arrowTo(entry, 'ArrowDown', ':focus');
    await entry.page().keyboard.press('Enter');
  },
  async enterForm(page) {
    await expect(canvasOf(page)).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(canvasOf(page)).not.toBeFocused();
  },
  async choose(list, query, option) {
    await typeInto(list, query);
    await expect(list.getByRole('option', { selected: true })).toHaveAccessibleName(option);
    await list.page().keyboard.press('Enter');
  },
  async openStep(page, card, find) {
    await page.keyboard.press('ControlOrMeta+K');
    await byKeyboard.choose(page.getByRole('dialog'), find, card);
    await byKeyboard.enterForm(page);
  },
  async addAfter(page) {
    await backToCanvas(page);
    await page.keyboard.press('a');
  },
  async connect(page) {
    await backToCanvas(page);
    await page.keyboard.press('c');
  },
  async undo(page) {
    await backToCanvas(page);
    await page.keyboard.press('ControlOrMeta+Z');
  },
};

/** Presses an arrow until the target is the one that is lit. */
async function arrowTo(target: Locator, arrow: 'ArrowDown' | 'ArrowRight', lit: string): Promise<void> {
  for (let step = 0; step < MOST_ARROWS; step++) {
    if (await target.evaluate((element, selector) => element.matches(selector), lit)) return;
    await target.page().keyboard.press(arrow);
  }
  throw new Error(`${arrow} never reaches ${String(target)}`);
}

/** The tabs of the list that a tab belongs to. */
function siblingsOf(tab: Locator): Locator {
  return tab.locator('xpath=ancestor::*[@role="tablist"]//*[@role="tab"]');
}

/** Escape leads from a form back to its step. */
export async function backToCanvas(page: Page): Promise<void> {
  const canvas = canvasOf(page);
  if (!(await canvas.evaluate((element) => element === document.activeElement))) await page.keyboard.press('Escape');
  await expect(canvas).toBeFocused();
}
