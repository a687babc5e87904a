#pragma once

namespace hs::fuzz {

inline void expect(bool holds)
{
    if (!holds)
        __builtin_trap();
}

} // namespace hs::fuzz
