#include "app/memory.h"

#include <cstdint>

#ifdef __GLIBC__
#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace hs::app {

void letLargeBlocksGo()
{
#ifdef __GLIBC__
    constexpr int Large = 256 * 1024;
    [[maybe_unused]] const int set = mallopt(M_MMAP_THRESHOLD, Large);
#endif
}

void letStartGo()
{
#ifdef __GLIBC__
    dl_iterate_phdr(
        [](dl_phdr_info *object, std::size_t, void *) {
            const auto page = std::uintptr_t(::sysconf(_SC_PAGESIZE));
            for (int i = 0; i < object->dlpi_phnum; ++i) {
                const auto &part = object->dlpi_phdr[i];
                if (part.p_type != PT_LOAD || (part.p_flags & PF_W) != 0) // what can be written may have been
                    continue;
                const auto begin = (object->dlpi_addr + part.p_vaddr + page - 1) / page * page;
                const auto end = (object->dlpi_addr + part.p_vaddr + part.p_memsz) / page * page;
                if (begin < end)
                    [[maybe_unused]] const int told = ::madvise(reinterpret_cast<void *>(begin), end - begin, MADV_DONTNEED); // else it stays
            }
            return 0;
        },
        nullptr);
#endif
}

} // namespace hs::app
