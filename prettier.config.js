/** The form of the code: one tool decides it, and nobody has to. */
export default { printWidth: 120, singleQuote: true };
