/**
 * Methods that the registry does not have, with their papers. Why each would need another engine than one of plans, or is
 * no encoding at all, is said by further.js of each language, under the same key.
 * @type {{ key: keyof typeof import('./en/further.js').further, name: string, id: string }[]}  id: of arXiv
 */
export const papers = [
  { key: 'cope', name: 'CoPE, Contextual Position Encoding', id: '2405.18719' },
  { key: 'repo', name: 'RePo', id: '2512.14391' },
  { key: 'path', name: 'PaTH', id: '2505.16381' },
  { key: 'fope', name: 'FoPE', id: '2412.17739' },
  { key: 'stick_breaking', name: 'Stick-breaking attention', id: '2410.17980' },
  { key: 'dape', name: 'DAPE', id: '2405.14722' },
  { key: 'dape_v2', name: 'DAPE V2', id: '2410.04798' },
  { key: 'bipe', name: 'BiPE', id: '2401.16421' },
  { key: 'hirope', name: 'HiRoPE', id: '2403.19115' },
  { key: 'ms_poe', name: 'Ms-PoE', id: '2403.04797' },
  { key: 'rope_id', name: 'RoPE-ID', id: '2603.18017' },
  { key: 'longrope2', name: 'LongRoPE2', id: '2502.20082' },
  { key: 'pose', name: 'PoSE', id: '2309.10400' },
  { key: 'cream', name: 'CREAM', id: '2406.07138' },
  { key: 'inf_llm', name: 'InfLLM', id: '2402.04617' },
  { key: 'reform', name: 'REFORM', id: '2506.01215' },
  { key: 'dsa', name: 'DSA, DeepSeek Sparse Attention', id: '2512.02556' },
  { key: 'kimi_linear', name: 'Kimi Linear', id: '2510.26692' },
  { key: 'long_llada', name: 'LongLLaDA', id: '2506.14429' },
];
