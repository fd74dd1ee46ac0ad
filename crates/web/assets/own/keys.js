// Keys for lists.
"use strict";
