// The samples: many scripts, code, numbers, emoji, right to left. Texts of our own, or the public first article of the
// Universal Declaration of Human Rights.

import first from './first.txt'

export interface Sample {
  readonly id: string
  readonly title: string
  readonly note: string
  readonly text: string
}

const lines = (...all: string[]): string => all.join('\n')

export const SAMPLES: readonly Sample[] = [
  { id: 'first', title: 'A little of everything', note: 'words, code, scripts, emoji', text: first },
  {
    id: 'numbers',
    title: 'Numbers and dates',
    note: 'where digits are cut decides arithmetic',
    text: lines(
      'The price rose by 1,234,567 % since 2019, didn’t it?',
      '1 12 123 1234 12345 123456 1234567 12345678',
      '3.14159265358979 6.02214076e23 -0.001 0xDEADBEEF',
      '2026-11-22T18:00:00Z 22/11/2026 €1.299,95 $1,299.95',
      '१२३४ ١٢٣٤ 一二三四 ⅷ ½',
    ),
  },
  {
    id: 'code',
    title: 'Code',
    note: 'indentation, names, operators',
    text: lines(
      'for (let i = 0; i < prices.length; i++) {',
      '    total += prices[i] ?? 0;',
      '}',
      '',
      'def count_tokens(text: str, *, model="o200k_base") -> int:',
      '\treturn len(encoding_for(model).encode(text))',
      '',
      "SELECT name, COUNT(*) FROM users WHERE created_at >= NOW() - INTERVAL '7 days' GROUP BY 1;",
    ),
  },
  {
    id: 'scripts',
    title: 'Ten scripts',
    note: 'one sentence, ten ways to write',
    text: lines(
      'All human beings are born free and equal in dignity and rights.',
      'Все люди рождаются свободными и равными в своем достоинстве и правах.',
      'Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα.',
      '人人生而自由，在尊严和权利上一律平等。',
      'すべての人間は、生れながらにして自由であり、かつ、尊厳と権利とについて平等である。',
      '모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.',
      'सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है।',
      'มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ',
      'ሰው፡ሁሉ፡ሲወለድ፡ነጻና፡በክብርና፡በመብትም፡እኩልነት፡ያለው፡ነው።',
      'ყველა ადამიანი იბადება თავისუფალი და თანასწორი თავისი ღირსებითა და უფლებებით.',
    ),
  },
  {
    id: 'right-to-left',
    title: 'Right to left',
    note: 'Arabic, Hebrew, Persian, Urdu; mixed lines',
    text: lines(
      'يولد جميع الناس أحرارًا متساوين في الكرامة والحقوق.',
      'כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם.',
      'تمام افراد بشر آزاد به دنیا می‌آیند و از لحاظ حیثیت و حقوق با هم برابرند.',
      'تمام انسان آزاد اور حقوق و عزت کے اعتبار سے برابر پیدا ہوئے ہیں۔',
      'The word سلام means “peace”; שלום as well.',
    ),
  },
  {
    id: 'emoji',
    title: 'Emoji and marks',
    note: 'one picture, many code points, more tokens',
    text: lines('🙂 👍🏽 👩‍💻 👨‍👩‍👧‍👦 🏳️‍🌈 🇺🇳 1️⃣ ❤️‍🔥 🧑🏿‍🚀', 'naïve (one code point) · naïve (two)', 'Z̷̢̛a̶l̵g̴o̸ t̶e̴x̵t̸', '𝒎𝒂𝒕𝒉 ﬁne ﷺ ㎏ Ⅳ'),
  },
  {
    id: 'spaces',
    title: 'White space',
    note: 'tabs, ends of lines, spaces that only look alike',
    text: 'one two  three   four    five\n\ttab\t\ttwo tabs\nends with spaces   \r\nCRLF line\r\n\r\nno-break\u00a0space, ideographic\u3000space, thin\u2009space, zero\u200bwidth\n\n\n   \nlast',
  },
  {
    id: 'specials',
    title: 'Special tokens, typed',
    note: 'text, or parsed: you choose below the text',
    text: lines(
      'A page can say <|endoftext|> without ending the text.',
      '<|im_start|>user\nHello<|im_end|>',
      '<s>[INST] Hello [/INST]</s> [CLS] Hello [SEP]',
    ),
  },
  {
    id: 'shells',
    title: 'She sells sea shells',
    note: 'short and repetitive: good for Train',
    text: lines(
      'She sells sea shells by the sea shore. The shells she sells are sea shells, she is sure.',
      'So if she sells sea shells on the sea shore, the shells that she sells are sea-shore shells.',
      'The lower the shore, the newer the shells; the lowest shore has the newest shells.',
    ),
  },
]

export function sampleText(id: string): string | null {
  return SAMPLES.find(sample => sample.id === id)?.text ?? null
}
