#pragma once

// Inside of the module. Not for other modules.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/documents/reading.h"

/// What a reader process is asked and answers. A frame is 8 bytes of length (little endian), then CBOR. An empty
/// frame of the child says that it has the whole question and begins to read.
namespace hs::documents {

inline constexpr std::size_t FrameHead = 8;
inline constexpr std::uint64_t MostQuestion = 1'100'000'000; ///< bytes

struct ReaderQuestion {
    Source source;
    Limits limits;
    std::size_t memory = 0; ///< bytes above what the child has at its start
    std::chrono::milliseconds idle{0};
};

[[nodiscard]] std::string frameHead(std::uint64_t length);
[[nodiscard]] std::uint64_t frameLength(std::string_view head);

[[nodiscard]] std::string encodeQuestion(const ReaderQuestion &question); ///< CBOR, without the head
[[nodiscard]] Result<ReaderQuestion> decodeQuestion(std::string_view bytes);

[[nodiscard]] std::string encodeAnswer(const Result<Document> &answer);
/// The bytes that an answer within the limits has at most.
[[nodiscard]] std::uint64_t mostAnswer(const Limits &limits);
/// What the child answered, which may have been taken over by what it read: a document that is none is an error
/// (Internal).
[[nodiscard]] Result<Document> decodeAnswer(std::string_view bytes);

} // namespace hs::documents
