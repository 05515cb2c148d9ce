// Appended to the glue that wasm-bindgen writes: fetches the program, checks it, starts it.
const failed = (error) => {
  console.error(error);
  document.querySelector('.skeleton-head')?.remove();
  document.getElementById('boot-failed')?.removeAttribute('hidden');
};

fetch('{{app.wasm}}', { integrity: '{{app.wasm integrity}}' })
  .then((module_or_path) => __wbg_init({ module_or_path }))
  .then(start)
  .catch(failed);
