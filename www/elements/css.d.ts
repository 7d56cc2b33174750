// A style sheet imported as text (`with { type: 'text' }`): elements put it into a constructable sheet, which every content policy allows.
declare module '*.css' {
  const text: string
  export = text
}
