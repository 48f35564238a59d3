// Another AP: nothing of this file is touched.
(function (AP) {
  AP.resize();
  const request = AP.request;
})({ resize() {}, request: 1 });
const text = 'AP.resize() is only said here';
fetch('https://other.example.com/x');
