#pragma once

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <stop_token>

#include "engine/documents/reading.h"

namespace hs::documents {

/// Reads documents in a child process with limits of memory and time, so that a file that breaks a parser, eats all
/// memory or never ends costs one document and nothing else. One child serves many documents, one after the other
/// (starting one costs more than most files); it is started when first needed, ended after `idle`, after 1,000
/// documents, or after 256 MiB of sources, and replaced when it dies. Thread-safe; calls wait for one another.
class ReaderProcess {
public:
    struct Options {
        std::filesystem::path program;            ///< the console itself, called with "read-documents"
        std::size_t memory = 1536U * 1024 * 1024; ///< bytes of address space above what the child has at its start
        std::chrono::seconds idle{60};
    };
    explicit ReaderProcess(Options options);
    ~ReaderProcess(); ///< ends the child
    ReaderProcess(const ReaderProcess &) = delete;
    ReaderProcess &operator=(const ReaderProcess &) = delete;

    /// Blocks; never in the GUI's or the engine's thread. Beside the errors of `read`: BadInput when the child died
    /// over it ("the file broke its reader"), Timeout when it did not answer in its time, Cancelled, Unavailable when
    /// no child can be started.
    [[nodiscard]] Result<Document> read(const Source &source, const Limits &limits, std::stop_token cancel = {});

private:
    struct Child;
    [[nodiscard]] Result<void> start();
    Options m_options;
    std::mutex m_mutex;
    std::condition_variable_any m_free;
    bool m_busy = false; ///< somebody has the child, until then the others wait
    std::unique_ptr<Child> m_child;
};

/// The child's side: answers on `out` what it is asked on `in`, until `in` ends; the exit code. Lowers its own limits
/// and rights first. Frames on both sides: 8 bytes length (little endian), then CBOR.
[[nodiscard]] int serveReader(int in, int out);

} // namespace hs::documents
