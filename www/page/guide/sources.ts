// Papers and specifications that the cards name, each once.

import type { Source } from './card.ts'

function source(title: string, authors: string, year: number, venue: string, short?: string): Source {
  const [first = '', ...others] = authors.split(', ')
  const name = first.split(' ').at(-1) ?? first
  return { title, authors, year, venue, short: short ?? `${name}${others.length > 0 ? ' et al.' : ''} ${year}` }
}

export const GAGE = source('A New Algorithm for Data Compression', 'Philip Gage', 1994, 'The C Users Journal 12(2)')
export const SENNRICH = source(
  'Neural Machine Translation of Rare Words with Subword Units',
  'Rico Sennrich, Barry Haddow, Alexandra Birch',
  2016,
  'ACL',
)
export const RADFORD = source(
  'Language Models are Unsupervised Multitask Learners',
  'Alec Radford, Jeffrey Wu, Rewon Child, David Luan, Dario Amodei, Ilya Sutskever',
  2019,
  'OpenAI',
)
export const WANG = source(
  'Neural Machine Translation with Byte-Level Subwords',
  'Changhan Wang, Kyunghyun Cho, Jiatao Gu',
  2020,
  'AAAI',
)
export const KUDO = source(
  'Subword Regularization: Improving Neural Network Translation Models with Multiple Subword Candidates',
  'Taku Kudo',
  2018,
  'ACL',
)
export const SENTENCEPIECE = source(
  'SentencePiece: A simple and language independent subword tokenizer and detokenizer for Neural Text Processing',
  'Taku Kudo, John Richardson',
  2018,
  'EMNLP, system demonstrations',
)
export const SCHUSTER = source('Japanese and Korean Voice Search', 'Mike Schuster, Kaisuke Nakajima', 2012, 'ICASSP')
export const DEVLIN = source(
  'BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding',
  'Jacob Devlin, Ming-Wei Chang, Kenton Lee, Kristina Toutanova',
  2019,
  'NAACL',
)
export const SONG = source(
  'Fast WordPiece Tokenization',
  'Xinying Song, Alex Salcianu, Yang Song, Dave Dopson, Denny Zhou',
  2021,
  'EMNLP',
)
export const PROVILKOV = source(
  'BPE-Dropout: Simple and Effective Subword Regularization',
  'Ivan Provilkov, Dmitrii Emelianenko, Elena Voita',
  2020,
  'ACL',
)
export const SINGH = source(
  'Tokenization counts: the impact of tokenization on arithmetic in frontier LLMs',
  'Aaditya K. Singh, DJ Strouse',
  2024,
  'arXiv',
)
export const HAYASE = source(
  'Data Mixture Inference: What do BPE Tokenizers Reveal about their Training Data?',
  'Jonathan Hayase, Alisa Liu, Yejin Choi, Sewoong Oh, Noah A. Smith',
  2024,
  'NeurIPS',
)
export const PETROV = source(
  'Language Model Tokenizers Introduce Unfairness Between Languages',
  'Aleksandar Petrov, Emanuele La Malfa, Philip H. S. Torr, Adel Bibi',
  2023,
  'NeurIPS',
)
export const AHIA = source(
  'Do All Languages Cost the Same? Tokenization in the Era of Commercial Language Models',
  'Orevaoghene Ahia, Sachin Kumar, Hila Gonen, Jungo Kasai, David R. Mortensen, Noah A. Smith, Yulia Tsvetkov',
  2023,
  'EMNLP',
)
export const GOLDMAN = source(
  'Unpacking Tokenization: Evaluating Text Compression and its Correlation with Model Performance',
  'Omer Goldman, Avi Caciularu, Matan Eyal, Kris Cao, Idan Szpektor, Reut Tsarfaty',
  2024,
  'ACL, findings',
)
export const KRICHEVSKY = source(
  'The Performance of Universal Encoding',
  'Raphail Krichevsky, Victor Trofimov',
  1981,
  'IEEE Transactions on Information Theory 27(2)',
)
export const ZOUHAR = source(
  'Tokenization and the Noiseless Channel',
  'Vilém Zouhar, Clara Meister, Juan Luis Gastaldi, Li Du, Mrinmaya Sachan, Ryan Cotterell',
  2023,
  'ACL',
)
export const ZIPF = source(
  'Human Behavior and the Principle of Least Effort',
  'George Kingsley Zipf',
  1949,
  'Addison-Wesley',
)
export const UAX15 = source(
  'Unicode Normalization Forms',
  'Unicode Consortium',
  2025,
  'Unicode Standard Annex 15',
  'UAX 15',
)
export const UAX29 = source(
  'Unicode Text Segmentation',
  'Unicode Consortium',
  2025,
  'Unicode Standard Annex 29',
  'UAX 29',
)
export const UTF8 = source(
  'UTF-8, a transformation format of ISO 10646',
  'François Yergeau',
  2003,
  'RFC 3629',
  'RFC 3629',
)
export const TEMPLATES = source('Template Designer Documentation', 'The Pallets Projects', 2024, 'Jinja 3.1', 'Jinja')
export const DOSOVITSKIY = source(
  'An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale',
  'Alexey Dosovitskiy, Lucas Beyer, Alexander Kolesnikov, Dirk Weissenborn, Xiaohua Zhai, Thomas Unterthiner, Mostafa Dehghani, Matthias Minderer, Georg Heigold, Sylvain Gelly, Jakob Uszkoreit, Neil Houlsby',
  2021,
  'ICLR',
)
export const PATCHIFICATION = source(
  'Scaling Laws in Patchification: An Image Is Worth 50,176 Tokens And More',
  'Feng Wang, Yaodong Yu, Wei Shao, Yuyin Zhou, Alan Yuille, Cihang Xie',
  2025,
  'ICML',
)
export const AHMED = source(
  'Discrete Cosine Transform',
  'Nasir Ahmed, T. Natarajan, K. R. Rao',
  1974,
  'IEEE Transactions on Computers C-23(1)',
)
export const WALLACE = source(
  'The JPEG Still Picture Compression Standard',
  'Gregory K. Wallace',
  1991,
  'Communications of the ACM 34(4)',
)
export const SHANNON = source(
  'Coding Theorems for a Discrete Source with a Fidelity Criterion',
  'Claude E. Shannon',
  1959,
  'IRE National Convention Record 7(4)',
)
export const SSIM = source(
  'Image Quality Assessment: From Error Visibility to Structural Similarity',
  'Zhou Wang, Alan C. Bovik, Hamid R. Sheikh, Eero P. Simoncelli',
  2004,
  'IEEE Transactions on Image Processing 13(4)',
)
export const LLOYD = source(
  'Least Squares Quantization in PCM',
  'Stuart P. Lloyd',
  1982,
  'IEEE Transactions on Information Theory 28(2), written in 1957',
)
export const JUANG = source(
  'Multiple Stage Vector Quantization for Speech Coding',
  'Biing-Hwang Juang, A. H. Gray',
  1982,
  'ICASSP',
)
export const TURK = source(
  'Eigenfaces for Recognition',
  'Matthew Turk, Alex Pentland',
  1991,
  'Journal of Cognitive Neuroscience 3(1)',
)
export const SHAPIRO = source(
  'Embedded Image Coding Using Zerotrees of Wavelet Coefficients',
  'Jerome M. Shapiro',
  1993,
  'IEEE Transactions on Signal Processing 41(12)',
)
export const SAID = source(
  'A New, Fast, and Efficient Image Codec Based on Set Partitioning in Hierarchical Trees',
  'Amir Said, William A. Pearlman',
  1996,
  'IEEE Transactions on Circuits and Systems for Video Technology 6(3)',
)
export const JEGOU = source(
  'Product Quantization for Nearest Neighbor Search',
  'Hervé Jégou, Matthijs Douze, Cordelia Schmid',
  2011,
  'IEEE Transactions on Pattern Analysis and Machine Intelligence 33(1)',
)
export const GE = source(
  'Optimized Product Quantization for Approximate Nearest Neighbor Search',
  'Tiezheng Ge, Kaiming He, Qifa Ke, Jian Sun',
  2013,
  'CVPR',
)
export const TOKEN_MERGING = source(
  'Token Merging: Your ViT But Faster',
  'Daniel Bolya, Cheng-Yang Fu, Xiaoliang Dai, Peizhao Zhang, Christoph Feichtenhofer, Judy Hoffman',
  2023,
  'ICLR',
)
export const TOKEN_TRANSFORMING = source(
  'Token Transforming: A Unified and Training-Free Token Compression Framework for Vision Transformer Acceleration',
  'Fanhu Zeng, Deli Yu, Zhenglun Kong, Hao Tang',
  2025,
  'arXiv',
)
export const GPS_TOKEN = source(
  'GPSToken: Gaussian Parameterized Spatially-adaptive Tokenization for Image Representation and Generation',
  'Zhengqiang Zhang, Rongyuan Wu, Lingchen Sun, Lei Zhang',
  2025,
  'NeurIPS',
)
export const TOKEN_BRIDGE = source(
  'Bridging Continuous and Discrete Tokens for Autoregressive Visual Generation',
  'Yuqing Wang, Zhijie Lin, Yao Teng, Yuanzhi Zhu, Shuhuai Ren, Jiashi Feng, Xihui Liu',
  2025,
  'arXiv',
)
export const BURT = source(
  'The Laplacian Pyramid as a Compact Image Code',
  'Peter J. Burt, Edward H. Adelson',
  1983,
  'IEEE Transactions on Communications 31(4)',
)
export const VAR = source(
  'Visual Autoregressive Modeling: Scalable Image Generation via Next-Scale Prediction',
  'Keyu Tian, Yi Jiang, Zehuan Yuan, Bingyue Peng, Liwei Wang',
  2024,
  'NeurIPS',
)
export const HOTELLING = source(
  'Analysis of a Complex of Statistical Variables into Principal Components',
  'Harold Hotelling',
  1933,
  'Journal of Educational Psychology 24(6)',
)
export const BLOCK_QUANTIZATION = source(
  'Block Quantization of Correlated Gaussian Random Variables',
  'J. Y. Huang, Peter M. Schultheiss',
  1963,
  'IEEE Transactions on Communications Systems 11(3)',
)
export const FINKEL = source(
  'Quad Trees: A Data Structure for Retrieval on Composite Keys',
  'Raphael A. Finkel, Jon Louis Bentley',
  1974,
  'Acta Informatica 4(1)',
)
export const VISUAL_LANGUAGE = source(
  'Analyzing The Language of Visual Tokens',
  'David M. Chan, Rodolfo Corona, Joonyong Park, Cheol Jun Cho, Yutong Bai, Trevor Darrell',
  2024,
  'arXiv',
)
export const HOLTZMAN = source(
  'The Curious Case of Neural Text Degeneration',
  'Ari Holtzman, Jan Buys, Li Du, Maxwell Forbes, Yejin Choi',
  2020,
  'ICLR',
)
export const LEVIATHAN = source(
  'Fast Inference from Transformers via Speculative Decoding',
  'Yaniv Leviathan, Matan Kalman, Yossi Matias',
  2023,
  'ICML',
)
export const CHEN = source(
  'Accelerating Large Language Model Decoding with Speculative Sampling',
  'Charlie Chen, Sebastian Borgeaud, Geoffrey Irving, Jean-Baptiste Lespiau, Laurent Sifre, John Jumper',
  2023,
  'arXiv',
)
export const LOOKAHEAD = source(
  'Lookahead: An Inference Acceleration Framework for Large Language Model with Lossless Generation Accuracy',
  'Yao Zhao, Zhitian Xie, Chen Liang, Chenyi Zhuang, Jinjie Gu',
  2024,
  'KDD',
)
export const RECYCLING = source(
  'Turning Trash into Treasure: Accelerating Inference of Large Language Models with Token Recycling',
  'Xianzhen Luo, Yixuan Wang, Qingfu Zhu, Zhiming Zhang, Xuanyu Zhang, Qing Yang, Dongliang Xu',
  2025,
  'ACL',
)
export const SHANNON_ENGLISH = source(
  'Prediction and Entropy of Printed English',
  'Claude E. Shannon',
  1951,
  'Bell System Technical Journal 30(1)',
)
export const DELETANG = source(
  'Language Modeling Is Compression',
  'Grégoire Delétang, Anian Ruoss, Paul-Ambroise Duquenne, Elliot Catt, Tim Genewein, Christopher Mattern, Jordi Grau-Moya, Li Kevin Wenliang, Matthew Aitchison, Laurent Orseau, Marcus Hutter, Joel Veness',
  2024,
  'ICLR',
)
