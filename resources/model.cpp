// A library is of something: this one carries the sentence encoder of the search (knowledge/), which CMake adds.
