/** Policy documents from the form in which organization documents hold them. */
export { documentOf } from '../organization/documents.js';
