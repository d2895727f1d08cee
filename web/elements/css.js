/**
 * Styles in rem, which do not shrink or grow with the html of a stranger's page: a rem is 16 to 24 px there, or what --text-size
 * says. Conditions of media and containers stay: they can hold no variable.
 */
import { css as plain, unsafeCSS } from 'lit';

const conditionOrSize = /@[a-z]+[^{]*\{|([\d.]+)rem\b/g;

/**
 * @param {TemplateStringsArray} strings
 * @param {(import('lit').CSSResult | number)[]} values
 */
export const css = (strings, ...values) =>
  unsafeCSS(
    plain(strings, ...values).cssText.replace(conditionOrSize, (whole, size) =>
      size ? `calc(${size}*var(--text-size,clamp(16px,1rem,24px)))` : whole,
    ),
  );
