export default function Page() {
  return <p>xinyi</p>;
}
