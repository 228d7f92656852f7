/** Measures inside the page what people see: contrast of texts, and what sticks out. Sent to the browser as source. */

/** A text whose contrast is too low: WCAG 2.2, success criterion 1.4.3, asks for 4.5, and 3 for large text. */
export interface Faint {
  text: string;
  contrast: number;
}

/** Texts with too little contrast. With `onPaper` backgrounds count only where the print keeps them. */
export function faintTexts(onPaper: boolean): Faint[] {
  type Colour = [number, number, number, number];
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (!canvas) throw new Error('no canvas');
  const parse = (text: string): Colour => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const over = ([r, g, b, a]: Colour, [R, G, B]: Colour): Colour => [
    r * a + R * (1 - a),
    g * a + G * (1 - a),
    b * a + B * (1 - a),
    1,
  ];
  const luminance = (colour: Colour): number => {
    const [red = 0, green = 0, blue = 0] = colour
      .slice(0, 3)
      .map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const background = (element: Element | null): Colour => {
    if (!element) return [255, 255, 255, 1];
    const style = getComputedStyle(element);
    const own =
      onPaper && style.printColorAdjust !== 'exact' ? ([255, 255, 255, 0] as Colour) : parse(style.backgroundColor);
    return own[3] === 1 ? own : over(own, background(element.parentElement));
  };
  const faint: Faint[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const [text, element] = [node.textContent?.trim() ?? '', node.parentElement];
    if (text === '' || !element || element.getClientRects().length === 0) continue;
    const style = getComputedStyle(element);
    if (style.visibility === 'hidden' || style.clipPath !== 'none') continue;
    const behind = background(element);
    const colour = over(parse(element instanceof SVGElement ? style.fill : style.color), behind);
    const [light = 0, dark = 0] = [luminance(colour), luminance(behind)].sort((one, other) => other - one);
    const contrast = (light + 0.05) / (dark + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (contrast < (large ? 3 : 4.5)) faint.push({ text: text.slice(0, 60), contrast: Number(contrast.toFixed(2)) });
  }
  return faint;
}

/** Elements that stick out of the page to the right, other than inside something that scrolls. */
export function stickingOut(): string[] {
  const width = document.documentElement.clientWidth;
  const found = Array.from(document.querySelectorAll('body *')).filter(
    (element) => element.closest('.scroll, .unseen') === null && element.getBoundingClientRect().right > width + 1,
  );
  return [
    ...(document.documentElement.scrollWidth > width
      ? [`the page is ${document.documentElement.scrollWidth} wide`]
      : []),
    ...found.map((element) => `${element.tagName} ${element.textContent?.slice(0, 60) ?? ''}`),
  ];
}

/** Links to places of the page that it does not have. */
export function deadAnchors(): string[] {
  return Array.from(document.querySelectorAll('a[href^="#"]'))
    .map((link) => link.getAttribute('href') ?? '')
    .filter((target) => document.getElementById(decodeURIComponent(target.slice(1))) === null);
}

/** Of these, the selectors whose first element is not wholly inside the first screen. */
export function belowTheFold(selectors: readonly string[]): string[] {
  return selectors.filter((selector) => {
    const box = document.querySelector(selector)?.getBoundingClientRect();
    return !box || box.top < 0 || box.bottom > innerHeight || box.right > innerWidth || box.height === 0;
  });
}
