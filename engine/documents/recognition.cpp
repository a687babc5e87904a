#include "engine/documents/recognition.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <mutex>

#include <tesseract/baseapi.h>
#include <tesseract/ocrclass.h>
#include <tesseract/resultiterator.h>

#include "engine/documents/ascii.h"
#include "engine/documents/encoding.h"

namespace hs::documents {

namespace {

constexpr int UsualDpi = 200;
constexpr int LeastConfidence = 20; // below it are stains, lines and drawings

/// The engine is loaded once and kept: that takes longer than many a page.
struct Recogniser {
    std::mutex mutex;
    std::unique_ptr<tesseract::TessBaseAPI> engine;
    std::string languages;

    static Recogniser &one()
    {
        static Recogniser recogniser;
        return recogniser;
    }

    bool load(const std::string &wanted)
    {
        if (engine && languages == wanted)
            return true;
        engine = std::make_unique<tesseract::TessBaseAPI>();
        languages = wanted;
        engine->SetVariable("debug_file", "/dev/null");
        if (engine->Init(nullptr, wanted.c_str(), tesseract::OEM_LSTM_ONLY) !=
            0) { // it leaves out what is not installed
            engine.reset();
            return false;
        }
        return true;
    }
};

/// The lines of a paragraph as one, without the hyphens at their ends.
std::string joinedLines(std::string_view text)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\n') {
            result += text[i];
            continue;
        }
        const bool hyphen = result.size() >= 2 && result.ends_with('-') && isLetter(result[result.size() - 2]) &&
                            i + 1 < text.size() && text[i + 1] >= 'a' && text[i + 1] <= 'z';
        if (hyphen)
            result.pop_back();
        else
            result += ' ';
    }
    return prose(result);
}

bool saysSomething(std::string_view text)
{
    return std::ranges::count_if(
               text, [](char c) { return isLetter(c) || isDigit(c) || static_cast<unsigned char>(c) >= 0xC3; }) >= 2;
}

} // namespace

Result<std::vector<Recognised>> recognise(const GreyPicture &picture, const Work &work)
{
    auto &recogniser = Recogniser::one();
    const std::lock_guard lock(recogniser.mutex);
    if (!recogniser.load(work.limits.languages.empty() ? "eng" : work.limits.languages))
        return fail(Errc::Unavailable, "the text of pictures cannot be recognised",
                    "Tesseract, languages " + oneLine(work.limits.languages).substr(0, 100),
                    "install the package tesseract-ocr-eng, or that of the language");
    // If something is thrown on the way, the engine is not to be used again.
    std::unique_ptr<tesseract::TessBaseAPI> taken = std::move(recogniser.engine);
    auto &engine = *taken;
    engine.SetPageSegMode(tesseract::PSM_AUTO);
    engine.SetImage(picture.pixels.data(), picture.width, picture.height, 1, picture.width);
    engine.SetSourceResolution(picture.dpi >= 70 && picture.dpi <= 1200 ? picture.dpi : UsualDpi);

    const auto end =
        std::min(Work::Clock::now() + std::chrono::duration_cast<Work::Clock::duration>(work.limits.page), work.end);
    tesseract::ETEXT_DESC monitor;
    monitor.end_time = end;
    auto cancelled = [end] { return Work::Clock::now() >= end; };
    monitor.cancel_this = &cancelled;
    monitor.cancel = [](void *asked, int) { return (*static_cast<decltype(cancelled) *>(asked))(); };
    const bool failed = engine.Recognize(&monitor) != 0;
    std::vector<Recognised> blocks;
    if (!failed) {
        const std::unique_ptr<tesseract::ResultIterator> at(engine.GetIterator());
        if (at) {
            do {
                const std::unique_ptr<char[]> text(at->GetUTF8Text(tesseract::RIL_PARA));
                const int confidence = std::clamp(int(at->Confidence(tesseract::RIL_PARA)), 0, 100);
                if (text && confidence >= LeastConfidence)
                    if (auto joined = joinedLines(cleaned(text.get())); saysSomething(joined))
                        blocks.push_back({std::move(joined), confidence});
            } while (at->Next(tesseract::RIL_PARA));
        }
    }
    engine.Clear();
    engine.ClearAdaptiveClassifier(); // what one document looks like says nothing of the next one
    recogniser.engine = std::move(taken);
    if (cancelled())
        return tookTooLong("its text took too long to recognise");
    if (failed)
        return fail(Errc::BadInput, "its text could not be recognised", {},
                    "scan it again, or save it in another format");
    return blocks;
}

void addRecognised(const std::vector<Recognised> &blocks, std::string_view what, Builder &builder)
{
    std::size_t letters = 0, sure = 0;
    for (const auto &block : blocks) {
        builder.confidence = std::min(block.confidence, 99);
        builder.paragraph(block.text);
        letters += block.text.size();
        sure += block.text.size() * std::size_t(block.confidence);
    }
    builder.confidence = 100;
    auto &notes = builder.document().notes;
    if (blocks.empty())
        notes.push_back("no text was recognised in " + std::string(what));
    else
        notes.push_back("the text of " + std::string(what) + " was recognised, " + std::to_string(sure / letters) + " % sure");
}

} // namespace hs::documents
