export default {
  base: "/sub/path/",
  // The package names its files by where they lie: joining it for the development server
  // would move it away from them.
  optimizeDeps: { exclude: ["partnership-assessment"] },
  build: { target: "es2022" },
};
