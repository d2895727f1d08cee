/** Where the page of a method is, and where its source is. */

/** @param {string} id  of a method */
export const pageOf = (id) => `method-${id}.html`;

/**
 * A paper by its arXiv number, a page by its address, a repository by its name on GitHub.
 * @param {string} id  of a source, as the registry writes it
 */
export function sourceAddress(id) {
  if (/^\d{4}\.\d{5}$/.test(id)) return `https://arxiv.org/abs/${id}`;
  const [host = ''] = id.split('/');
  if (!host.includes('.')) return `https://github.com/${id}`;
  return `https://${id.replace(/^(reddit\.com\/r\/\w+)\//, '$1/comments/')}`;
}
