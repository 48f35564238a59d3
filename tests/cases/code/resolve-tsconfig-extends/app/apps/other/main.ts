import { URL } from '@own/url';
import { gone } from '@owned/url';
gone('https://not-resolved.example.com/x');
fetch(URL);
