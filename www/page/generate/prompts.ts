// Prompts to begin with.

export const PROMPTS: readonly { readonly title: string; readonly text: string }[] = [
  { title: 'A story begins', text: 'Once upon a time, there was a little girl who' },
  { title: 'A question', text: '"Where is my kite?" asked Anna.\n"' },
  { title: 'By the sea', text: 'The old man looked at the sea and said' },
  {
    title: 'Something to repeat',
    text: 'One small bird sat in the tree. Two small birds sat in the tree. Three small birds sat in the tree. Four',
  },
  { title: 'A dictionary', text: 'lighthouse: a tower with a light that' },
]
