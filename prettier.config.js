/** The form of the code: one tool decides it, and nobody has to. What stands in a template is text, whatever it looks like. */
export default { printWidth: 120, singleQuote: true, embeddedLanguageFormatting: 'off' };
