/** 数据文件里的英文名称和句子的中文，以其中的 id 为键：权重、评测的各行、预期、已发表的表格。 */
import { methods } from '../zh-methods.js';

/** @type {Record<string, string>} 权重，见 web/models/recipes.json */
const models = {
  'rope-l128': 'RoPE，训练长度 128',
  'alibi-l128': 'ALiBi，训练长度 128',
  'kerple-log-l128': 'KERPLE 对数型，训练长度 128',
  'xpos-l128': 'XPOS，训练长度 128',
  'key-norm-l128': 'KeyNorm，训练长度 128',
  'hwfa-l128': 'HWFA，训练长度 128',
  'nope-l128': 'NoPE，训练长度 128',
  'words-l512': 'RoPE，以词元为单位，训练长度 512',
  'layer-pattern-l128': '局部层与全局层，训练长度 128',
  'sink-logit-l128': '学得的汇聚点，训练长度 128',
  'forget-gate-l128': '遗忘门，训练长度 128',
  'ssmax-l128': 'SSMax，训练长度 128',
  'pope-l128': 'PoPE，训练长度 128',
  'rope-l128-drope': 'RoPE，去掉旋转后微调',
  'rope-l128-yarn-x8': 'RoPE，以 8 倍 YaRN 微调',
  'rope-l128-pose-x8': 'RoPE，以 PoSE 和 8 倍 YaRN 微调',
  'rope-l128-pi-x4': 'RoPE，以 4 倍 PI 微调',
  'rope-l128-plain-1024': 'RoPE，在 1,024 上微调',
};

/** @type {Record<string, string>} 评测中不以方法的 id 命名的行，以及 id 之后的字样 */
const lines = {
  own: '与训练时相同',
  'local window': '局部窗口',
  'leaky_rerope window 64': 'Leaky ReRoPE，窗口 64',
  old: '旧版',
  fixed: '修正版',
  mixed: '混合版',
};

/** @type {Record<string, { expected: string, reason: string }>} web/models/expectations.json */
const expectations = {
  plain_fails: { expected: '超出训练长度后，普通的 RoPE 失灵：就连训练长度的窗口也胜过它。', reason: '' },
  interpolation_untuned: {
    expected: '位置插值不经微调，还不如什么都不做。',
    reason:
      '长度 512 时，以及在抄写上，每个种子都是如此。长度 1024 时，二者的预测都只相当于单凭字母频率所能做到的 2.97 奈特，孰优孰劣全凭偶然。',
  },
  copies_in_order: {
    expected: '八倍训练长度时，抄写能力按 NTK、NTK-by-parts、YaRN、ReRoPE 的次序恢复，Leaky ReRoPE 与 ReRoPE 相当。',
    reason: 'NTK-aware 在每个种子上都居末。YaRN 与 ReRoPE 难分高下：YaRN 领先之处，差距不到 0.01。',
  },
  passkeys_in_order: {
    expected: '八倍训练长度时，密钥检索的次序也是这样。',
    reason:
      'ReRoPE 在两个种子上胜过 YaRN，在一个上不及；YaRN 的数字很受种子影响。Leaky ReRoPE 在两个种子上比 ReRoPE 找到得更多，其中一个多出 0.125。窗口取 32，假装的距离最大到 94；取 64 就到 124，而在 128 个字符的训练文本里相隔这么远的字符对很少，只找到 0.41。',
  },
  window_keeps_loss: { expected: '训练长度的窗口保得住文本上的损失，保不住密钥检索。', reason: '' },
  kerple_below_alibi: {
    expected: '从四倍训练长度起，KERPLE 的损失不高于 ALiBi，二者都远低于 RoPE。',
    reason:
      '四倍时每个种子都是如此。八倍时 KERPLE 的损失略有上升：它的惩罚按距离的对数增长，远处的字符仍有权重。作为回报，它找得到每一个密钥，而 ALiBi 找到的不到一半。',
  },
  key_norm_extrapolates: {
    expected: '单靠 KeyNorm 就能在文本上外推：八倍训练长度时，损失远低于 RoPE。',
    reason: '每个种子上都远低于 RoPE，但并不走平：同样的权重，用训练长度的窗口更好。',
  },
  hwfa_holds: { expected: 'HWFA 在八倍训练长度时样样保得住：文本、抄写、密钥检索。', reason: '' },
  yarn_recovers: {
    expected: '微调 60 步之后，YaRN 在新长度上恢复如初；不用它而微调同样的步数，只补得回损失，补不回密钥检索。',
    reason: '',
  },
  layer_pattern_holds: {
    expected:
      '局部层窗口为 32、全局层不带位置的模型，在八倍训练长度上保得住损失，抄写也远胜 RoPE（arXiv 2501.18795）。',
    reason: '',
  },
  sink_changes_little: {
    expected:
      '学得的汇聚点在这些长度上影响很小：训练长度上与 RoPE 一样好，超出之后也不更好，因为旋转是一样的（gpt-oss 所用，arXiv 2508.10925）。',
    reason:
      '三个种子中有一个在 1024 上的损失为 1.94，只升了 0.82，原先预期至少升 1。每个种子上，训练长度的窗口在这里都更好。',
  },
  ssmax_helps_less_than_yarn: {
    expected:
      'SSMax 使注意力在更长的文本上仍然集中，因而降低 RoPE 超出训练长度后的损失（arXiv 2501.19399），但不及未经训练的 YaRN。',
    reason:
      '每个种子上，它在 1024 处的损失都高于 RoPE：系数变大使 softmax 更尖锐，而被它放大的角度在训练中从未出现过。三个种子中有一个连在训练长度上也找不到密钥。',
  },
  drope_recovers: {
    expected:
      '去掉旋转微调 60 步之后，训练长度上的损失回到与 RoPE 相差 0.2 以内，两倍和八倍长度上低于 RoPE（arXiv 2512.12167）。',
    reason:
      '对这些权重来说 60 步太少。从 128 到 2048，损失在各个长度上都是 2.4 奈特：不再随长度上升，但抄写和密钥检索都丢了。训练了 3,000 步的 NoPE 同样不会抄写。',
  },
  pose_equals_yarn: {
    expected:
      '在长 128、由 PoSE 摊到 1,024 的文本行上微调所得的权重，到 1,024 时与在长 1,024 的文本行上微调的一样好（arXiv 2309.10400）：损失相差 0.1 以内，密钥检索相差 0.15 以内。',
    reason: '损失做到了，每个种子都是如此。密钥检索只恢复了一部分，文本两端又不如中间。',
  },
  pope_extrapolates: {
    expected:
      'PoPE（极坐标的那一种）不经微调就能外推（arXiv 2509.10534）：八倍训练长度时，损失与训练长度上相差 0.3 以内，并远低于 RoPE。',
    reason:
      '这些权重做不到。在训练长度上，每个种子都读得与 RoPE 一样好；到 1024 时，损失比 128 时高出 1.5 奈特以上，其中一个种子远高于 RoPE。',
  },
  forget_gate_flat: {
    expected: '遗忘门在八倍训练长度上保得住文本上的损失（arXiv 2503.02130），而忘掉远处的密钥。',
    reason:
      '每个种子上损失都保住了，密钥也保住了：到 1024 时，没有一个种子找到的少于 0.9。一个头忘掉什么由文本决定，并不单看距离。',
  },
};

/** @type {Record<string, { source: string, what: string }>} web/models/published-tables.json */
const published = {
  su_repeat: {
    source: '苏剑林，kexue.fm 9708 与 9859',
    what: '文本重复到 8 倍长度时的正确率（%），GAU 100M，训练长度 512',
  },
  su_text: {
    source: '苏剑林，kexue.fm 9708 与 9859',
    what: '普通文本在 8 倍长度时的正确率（%），GAU 100M，训练长度 512',
  },
  kerple_openwebtext: {
    source: 'KERPLE，arXiv 2205.09921，表 3，OpenWebText2',
    what: '8 倍长度时的困惑度，训练长度 512',
  },
  kerple_arxiv: { source: 'KERPLE，arXiv 2205.09921，表 3，ArXiv', what: '8 倍长度时的困惑度，训练长度 512' },
  su_llama: { source: '苏剑林，bojone/rerope 的自述文件，Llama2-13b', what: '2 倍长度时的损失，未经训练' },
  chunk_llama: {
    source: 'ChunkLlama，arXiv 2402.17463，表 1，Llama2-7b，PG19',
    what: '2 倍长度时的困惑度，未经训练；RoPE：高于 100',
  },
  drope: { source: 'DroPE，arXiv 2512.12167', what: '2 倍长度的大海捞针，多个查询（%）' },
};

/**
 * @template T
 * @param {Record<string, T>} table
 * @returns {(id: string) => T | undefined}
 */
const from = (table) => (id) => (Object.hasOwn(table, id) ? table[id] : undefined);

/** @param {string} line  'rope+log_n', 'ntk_su old' */
function lineName(line) {
  const known = from(lines)(line);
  if (known) return known;
  const [ids = '', ...variant] = line.split(' ');
  const names = ids.split('+').map((id) => from(methods)(id)?.name);
  return names.includes(undefined)
    ? undefined
    : [names.join(' + '), ...variant.map((each) => lines[each] ?? each)].join('');
}

/** @type {import('../en.js').Words['data']} */
export const data = {
  model: from(models),
  line: lineName,
  expectation: from(expectations),
  published: from(published),
};
