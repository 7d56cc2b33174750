// A text file is its text: the bundler puts it in.
declare module '*.txt' {
  const text: string
  export default text
}
