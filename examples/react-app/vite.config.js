// What the figures run, served beside the page: /rope-l128/ and /heldout.txt.
export default { publicDir: 'node_modules/ropescope/web/models' };
