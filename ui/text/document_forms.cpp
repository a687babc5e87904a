#include "ui/text/document_forms.h"

#include <QtGlobal>

namespace hs::ui {

namespace {

const char *const DocumentForms[] = {
    // Why a document could not be read.
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the archive is damaged"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the document is damaged"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the PDF is damaged"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the picture is damaged"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the letter is damaged"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the document is encrypted"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the PDF is encrypted"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "save it again with the program it comes from"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "save it again with the program it comes from, or in another format"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "save it without a password"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "it is of a kind that is not read"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "save it as PDF, DOCX, ODT, HTML, Markdown, text, CSV, EML, PNG, JPEG or TIFF"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "it is an office file of before 2007, which is not read"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "save it as DOCX, ODT or PDF"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "its reader failed over it"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "it needs more memory to be read than there is"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "divide it, or save it in another format"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "it is larger than %1 MiB"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "it holds more than %1 MiB of text"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "it holds more than %1 paragraphs, rows and the like"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "it is an archive of more than %1 entries"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "what is packed in it is larger than %1 MiB"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "it is packed more than %1 to 1, which only a trap is"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "it has more than %1 parts"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "it has %1 pages, more than %2"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "it has more than %1 pages"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the picture has more than %1 million points"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "divide it into smaller documents, or raise the limit of the source"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "its elements are nested deeper than %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "read it in another format"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "its parts are nested deeper than %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "save what matters of it as a letter of its own"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "its lists are nested deeper than %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "write it with fewer levels"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "it declares entities of its own, which no office program does"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "it took too long to read"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "it took too long to unpack"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "its text took too long to recognise"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "a page of it, or all of it, took too long to read"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "divide it into smaller documents, or try again when the computer has less to do"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "divide it into smaller documents, or save it in another format"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the text of pictures cannot be recognised"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "install the package tesseract-ocr-eng, or that of the language"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "its text could not be recognised"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "scan it again, or save it in another format"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the file broke its reader"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the reader answered nothing that makes sense"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "read the document again, and report it if that happens again"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the reader of documents could not be started: %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "check that the program is there and may be run"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the reader of documents could not be asked: %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the reader of documents ended before it read anything"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "check that the program can be run by itself, and that there is enough memory"),
    // Notes of documents that were read.
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the text of page %1 was recognised, %2 % sure"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the text of the picture was recognised, %1 % sure"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "no text was recognised in page %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "no text was recognised in the picture"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "page %1 is a picture whose text took too long to recognise"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "page %1 is a picture: %2"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "1 page is a picture for whose text there was no time left"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 pages are pictures for whose text there was no time left"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the text of pictures is not recognised"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "its text was not read: %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "a letter in a letter in a letter was not read: they are nested deeper than %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the attachment without a name was not read: %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the attachment %1 was not read: %2"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "attachment without a name: %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "attachment %1: %2"),
};

/// Where in a document a fault lies.
const char *const PlaceForms[] = {
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "page %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "line %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "its part %1, which is missing"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "its part %1, which has no text"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "its part %1, which has no sheets"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "its part %1, byte %2"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "its part %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "its head, which has no field of a letter"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Tesseract, languages %1"),
};

} // namespace

std::span<const char *const> documentForms()
{
    return DocumentForms;
}

std::span<const char *const> placeForms()
{
    return PlaceForms;
}

} // namespace hs::ui
