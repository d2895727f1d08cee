/**
 * 方法的头文件里就 config.json 的写法所作的英文说明（TypeName 的 note、ConfigWords 的 instead）的中文，
 * 以“方法.写法”或方法的 id 为键。
 */

/** @type {Record<string, string>} */
export const configTexts = {
  alibi: 'ALiBi，即加在分数上的偏置，没有旋转位置',
  nope: '没有位置信息的 NoPE',
  'dynamic_yarn.dynamic-yarn': '见于 jquesnelle/yarn 的配置',
  'longrope.su': 'longrope 的旧名',
  'longrope.yarn': 'Phi-3 起初对 longrope 的称呼',
  'ntk_aware.dynamic':
    '给出 alpha 时，Hunyuan 的模型类在各种长度下都同样缩放底数；读作 ntk_aware，不用 factor、两个 beta 和两个 mscale',
  'ntk_by_parts.llama3':
    'high_freq_factor 与 low_freq_factor 相等，过渡段成了一级台阶；读作 ntk_by_parts，二者的公式相同',
  'part_ntk.ntk-by-parts': '见于 jquesnelle/yarn 的配置：最初版本，即 part_ntk',
  'rope.mrope': '位置有多个轴；对文本而言各轴相同，频率就是普通 RoPE 的',
  'yarn.deepseek_yarn': 'vLLM 对带 mscale 的 yarn 的称呼',
};
