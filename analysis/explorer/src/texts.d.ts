/* Files that are built in as they are. */
declare module "*.csv" {
  const text: string;
  export default text;
}
declare module "*.css";
