// A library is of something: this one carries what the search compares meanings with (knowledge/), which CMake adds.
