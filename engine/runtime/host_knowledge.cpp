#include <algorithm>

#include <QFileInfo>
#include <QSaveFile>
#include <QUrl>

#include <spdlog/spdlog.h>

#include "engine/ai/masked_ask.h"
#include "engine/ai/untrusted.h"
#include "engine/crypto/hash.h"
#include "engine/http/transport.h"
#include "engine/runtime/ai_settings.h"
#include "engine/runtime/audit_trail.h"
#include "engine/runtime/commands.h"
#include "engine/runtime/door_rows.h"
#include "engine/runtime/host_core.h"
#include "engine/runtime/hub_knowledge.h"
#include "engine/runtime/knowledge_rows.h"
#include "resources/resources.h"

namespace hs::runtime {

using rows::q;
namespace fs = std::filesystem;
namespace table = store::knowledge;

namespace {

constexpr int CopyingTakes = 1'000;      // milliseconds of quiet before a changed folder is looked at
constexpr int DocumentsAtOnce = 50;      // of a source that is removed or restored, in one transaction
constexpr qsizetype LargestDocument = qsizetype(50) << 20U;
constexpr qsizetype LongestTitle = 200;
constexpr std::size_t NonceBytes = 12;
constexpr std::size_t PassagesForModel = 6;
constexpr std::size_t BytesOfPassage = 3'000;

knowledge::LocalModel modelOfProgram()
{
    auto model = knowledge::LocalModel::load(resources::sentenceModel(), resources::generalSubjects());
    if (model)
        return std::move(*model);
    spdlog::error("what compares meanings cannot be read: {}", describe(model.error()));
    return {};
}

knowledge::WebOptions webOptionsFrom(const settings::Settings &settings, const Vault &vault)
{
    knowledge::WebOptions options;
    options.depth = int(settings.integer("/knowledge/web/depth"));
    options.pages = int(settings.integer("/knowledge/web/pages"));
    options.privateAddresses = settings.flag("/knowledge/web/privateAddresses");
    options.crawlBase = settings.text("/knowledge/web/crawlUrl");
    options.crawlToken = vault.value("CRAWL4AI_API_TOKEN");
    return options;
}

documents::ChunkOptions chunkOptionsFrom(const settings::Settings &settings)
{
    const auto name = settings.text("/knowledge/chunking");
    const auto strategy = name == "sentence"   ? documents::Strategy::Sentence
                          : name == "simple"   ? documents::Strategy::Simple
                          : name == "semantic" ? documents::Strategy::Semantic
                                               : documents::Strategy::Paragraph;
    return documents::ChunkOptions::of(strategy);
}

/// A name that is safe as a file's on every system.
QString fileName(const QString &given)
{
    QString name;
    for (const QChar c : given.section(QLatin1Char('/'), -1).section(QLatin1Char('\\'), -1))
        name += c.isPrint() && !QStringLiteral("<>:\"|?*").contains(c) ? c : QLatin1Char('_');
    name = name.trimmed().left(120);
    while (name.startsWith(QLatin1Char('.')))
        name.remove(0, 1);
    return name;
}

/// Whole or not at all, and on the disk when this returns.
Result<void> keep(const fs::path &path, const QByteArray &bytes)
{
    std::error_code failed;
    fs::create_directories(path.parent_path(), failed);
    QSaveFile file(QString::fromStdString(path.string()));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return fail(Errc::StorageFull, "the document could not be kept: " + file.errorString().toStdString(), path.filename().string(), "make room on the disk");
    return {};
}

Result<table::Source> wantedSource(const api::AddKnowledgeSource &command, const fs::path &dataDir)
{
    table::Source source;
    source.kind = int(command.kind);
    source.entity = command.entity.toStdString();
    source.title = command.title.trimmed().left(LongestTitle).toStdString();
    const auto place = command.place.trimmed();
    if (command.kind == api::KnowledgeKind::Web) {
        const QUrl url(place, QUrl::StrictMode);
        if (!url.isValid() || url.host().isEmpty() || (url.scheme() != QLatin1String("http") && url.scheme() != QLatin1String("https")) || !url.userInfo().isEmpty())
            return fail(Errc::BadInput, "this is no address of a web page", "place", "write it with https://, without a user and a password");
        source.place = url.toString(QUrl::FullyEncoded | QUrl::RemoveFragment).toStdString();
        if (source.title.empty())
            source.title = url.host().toStdString();
        return source;
    }
    if (command.kind != api::KnowledgeKind::Folder && command.kind != api::KnowledgeKind::File)
        return fail(Errc::BadInput, "only folders, files and web addresses can be added", "kind", "the hub and the notes are there already");
    const QFileInfo info(place);
    if (!info.isAbsolute() || !info.exists())
        return fail(Errc::NotFound, "there is no such file or folder", place.toStdString(), "give its whole path");
    const auto real = fs::path(info.canonicalFilePath().toStdString());
    const auto own = fs::path(QFileInfo(QString::fromStdString(dataDir.string())).canonicalFilePath().toStdString());
    const auto inside = [](const fs::path &inner, const fs::path &outer) { return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end(); };
    if (inside(real, own) || inside(own, real))
        return fail(Errc::BadInput, "the console's own data cannot be a source", place.toStdString(), "choose a folder beside it");
    source.kind = int(info.isDir() ? api::KnowledgeKind::Folder : api::KnowledgeKind::File);
    source.place = real.string();
    if (source.title.empty())
        source.title = real.filename().string();
    return source;
}

/// The question and the passages for a model; what they say is material, never orders.
ai::Request requestFor(const knowledge::SearchResult &result, const std::string &nonce, const std::string &fault)
{
    ai::Request request;
    request.purpose = ai::Purpose::Converse;
    request.maxTokens = 500;
    request.agent = "atlas";
    request.why = "answer from the studio's sources";
    request.cacheable = fault.empty();
    request.system = "You are Atlas, who answers a studio's staff from its own sources. Say only what the numbered passages say, in one to four sentences, in the language of the "
                     "question. End every sentence with the numbers of the passages that say it, as [1] or [2, 3]. Where passages contradict one another, say so. If they do not "
                     "answer the question, write NO ANSWER and nothing else.\n"
        + ai::materialRule(nonce);
    std::string words = "Question:\n" + result.asked.text + "\n\n";
    for (std::size_t at = 0; at < std::min(PassagesForModel, result.found.size()); ++at) {
        const auto &found = result.found[at];
        words += "[" + std::to_string(at + 1) + "] " + found.document.title + (found.passage.heading.empty() ? "" : " – " + found.passage.heading) + "\n"
            + ai::material(ai::withoutSecrets(found.passage.body), "source", nonce, BytesOfPassage) + "\n\n";
    }
    if (!fault.empty())
        words += "Your last answer was not taken: " + fault + ". Answer again.\n";
    request.messages = {{ai::Message::Role::User, words, {}, {}, {}, false}};
    return request;
}

} // namespace

void EngineHost::Core::setUpKnowledge()
{
    const auto planted = m_store->writeNow<void>([this](store::Transaction &tx) -> Result<void> {
        knowledge::plantSources(tx, m_clock.now());
        return {};
    });
    if (!planted) {
        spdlog::error("the knowledge cannot be opened: {}", describe(planted.error()));
        return;
    }
    knowledge::Library::Options options;
    options.folder = m_options.dataDir / "knowledge";
    std::error_code failed;
    fs::create_directories(options.folder, failed);
    options.program = m_options.program;
    options.shipped = modelOfProgram();
    options.hubIds = hub::knowledgeIds;
    options.hubText = [this](const store::ReadSql &sql, const std::string &id) { return hub::knowledgeText(sql, m_hub, id); };
    options.changed = [this] { m_feed.announce(Topic::Knowledge); };
    options.folders = [this](const std::vector<fs::path> &folders) { watchKnowledge(folders); };
    m_webSources = std::make_unique<knowledge::WebSources>(*m_transport, m_clock, m_mailbox, [this] { return webOptionsFrom(*m_settings.settings(), m_vault); });
    options.web = [this](knowledge::SourceReader &reader, const table::Source &source, std::stop_token stop) { m_webSources->read(reader, source, std::move(stop)); };
    options.chunks = chunkOptionsFrom(*m_settings.settings());
    options.folderEvery = std::chrono::minutes(m_settings.settings()->integer("/knowledge/folderMinutes"));
    options.limits.languages = m_settings.settings()->text("/knowledge/recognitionLanguages");
    m_library = std::make_unique<knowledge::Library>(*m_store, m_clock, m_ids, std::move(options));
    m_folderPause = std::make_unique<QTimer>();
    m_folderPause->setSingleShot(true);
    m_folderPause->setInterval(CopyingTakes);
    QObject::connect(m_folderPause.get(), &QTimer::timeout, m_worker.get(), [this] { m_library->sources().wake({}, false); });
    m_folderWatcher = std::make_unique<QFileSystemWatcher>();
    QObject::connect(m_folderWatcher.get(), &QFileSystemWatcher::directoryChanged, m_folderPause.get(), qOverload<>(&QTimer::start));
    m_libraryOpen = true;
    expectFirstPulls();
    applyEmbedding();
    const std::lock_guard lock(m_mutex);
    auto studio = std::make_shared<Studio>(*m_studio);
    studio->library = m_library.get();
    m_studio = std::move(studio);
}

/// While Notion is being set up the knowledge leaves the processor to what comes next, which people wait for.
void EngineHost::Core::expectFirstPulls()
{
    if (m_library && m_sync->status().standing == sync::Standing::SettingUp)
        m_library->sources().expectRush();
}

/// The service that compares meanings, as the settings name it; another one begins anew beside the local model.
void EngineHost::Core::applyEmbedding()
{
    if (!m_library)
        return;
    const auto settings = m_settings.settings();
    const auto provider = settings->text("/knowledge/embedding/provider");
    embedding::RemoteSettings wanted;
    wanted.name = provider;
    wanted.dialect = provider == "openai" || provider == "huggingface" ? provider : "compatible";
    wanted.base = provider.empty() ? std::string() : settings->text("/ai/" + provider + "/baseUrl");
    wanted.model = settings->text("/knowledge/embedding/model");
    wanted.local = provider == "local";
    wanted.key = provider.empty() ? Secret() : m_vault.value(std::string(keyNameOf(provider)));
    wanted.firstWait = std::chrono::milliseconds(std::int64_t(1'000 * m_options.pace));
    const bool may = !m_options.offline && !provider.empty() && !wanted.base.empty() && !wanted.model.empty() && (wanted.local || !wanted.key.empty())
        && (wanted.local || settings->flag("/knowledge/embedding/mayLeave"));
    const auto asked = may ? provider + "\n" + wanted.base + "\n" + wanted.model + "\n" + crypto::toHex(crypto::sha256(wanted.key.reveal())) : std::string();
    if (asked == m_embeddingAsked)
        return;
    m_embeddingAsked = asked;
    m_library->setRemote(nullptr);
    m_remoteKeeper.reset();
    if (!may)
        return;
    knowledge::RemoteKeeper::Options options;
    options.settings = std::move(wanted);
    options.changed = [this] { m_feed.announce(Topic::Knowledge); };
    options.mayLeave = [this, local = options.settings.local](const std::string &entity) { return local || privacyOf(studio()->policy->thinking, entity).cloud; };
    if (const auto questions = resources::read("knowledge/foreign.json"))
        if (const auto list = parseJson(*questions))
            options.foreign = textList(*list);
    m_remoteKeeper = std::make_unique<knowledge::RemoteKeeper>(*m_store, *m_transport, m_clock, m_mailbox, std::move(options));
    m_library->setRemote(m_remoteKeeper.get());
    m_remoteKeeper->start();
}

/// A question whose meaning a service outside compares takes its vector along.
bool EngineHost::Core::queryWithVector(const api::Caller &caller, const api::Query &query, std::function<void(Result<api::Answer>)> reply)
{
    const auto *search = std::get_if<api::KnowledgeSearchQuery>(&query);
    const auto *question = std::get_if<api::KnowledgeAskQuery>(&query);
    if ((!search && !question) || (search && search->mode == api::KnowledgeMode::Words) || !m_libraryOpen || !m_library->comparedOutside())
        return false;
    const auto words = knowledge::parseQuery((search ? search->text : question->text).toStdString(), toMillis(m_clock.now())).text;
    if (words.empty())
        return false;
    m_mailbox->post([this, caller, query, words, reply = std::move(reply)]() mutable {
        if (!m_remoteKeeper)
            return answerQuery(std::move(caller), std::move(query), {}, {}, std::move(reply));
        m_remoteKeeper->question(words, [this, caller, query, reply = std::move(reply)](Result<std::vector<float>> vector) {
            const auto trouble = vector ? std::string() : "the service that compares meanings does not answer, so this computer did: " + vector.error().what;
            answerQuery(caller, query, vector ? std::optional(std::move(*vector)) : std::nullopt, trouble, reply);
        });
    });
    return true;
}

void EngineHost::Core::watchKnowledge(const std::vector<fs::path> &folders)
{
    m_mailbox->post([this, folders] {
        if (!m_folderWatcher)
            return;
        QStringList paths;
        for (const auto &folder : folders)
            paths.append(QString::fromStdString(folder.string()));
        const auto known = m_folderWatcher->directories();
        paths.removeIf([&](const QString &path) { return known.contains(path); });
        if (!paths.isEmpty())
            m_folderWatcher->addPaths(paths); // what cannot be watched is looked at every few minutes
    });
}

void EngineHost::Core::changeKnowledge(const api::Caller &caller, const api::Command &command, std::function<void(Result<api::Receipt>)> reply)
{
    if (!m_libraryOpen)
        return reply(fail(Errc::Unavailable, "the knowledge is not open", {}, "start the console as a whole"));
    if (const auto *pause = std::get_if<api::PauseKnowledge>(&command)) {
        m_library->pause(pause->paused);
        audit(caller, pause->paused ? "knowledge.paused" : "knowledge.resumed", "knowledge", "knowledge", pause->paused ? "Reading of sources was paused" : "Reading of sources goes on");
        return reply(api::Receipt{{}, pause->paused ? QStringLiteral("paused") : QStringLiteral("reading"), {}});
    }
    if (const auto *refresh = std::get_if<api::RefreshKnowledge>(&command)) {
        if (refresh->again && refresh->source.isEmpty())
            m_store->write<void>(
                store::Urgency::Normal,
                [](store::Transaction &tx) -> Result<void> {
                    table::reindexWords(tx);
                    return {};
                },
                [](const Result<void> &done) {
                    if (!done)
                        spdlog::error("the index of words could not be made anew: {}", describe(done.error()));
                });
        m_library->sources().wake(refresh->source.toStdString(), refresh->again);
        return reply(api::Receipt{refresh->source, QStringLiteral("asked"), {}});
    }
    // Whole sources are hidden and shown some documents at a time, so that nobody waits for the writer.
    const auto write = [this, caller](std::function<Result<api::Receipt>(Deed &)> job, std::function<void(Result<api::Receipt>)> done) {
        m_store->write<api::Receipt>(
            store::Urgency::Urgent,
            [this, caller, job = std::move(job)](store::Transaction &tx) -> Result<api::Receipt> {
                const auto now = studio();
                Deed deed{tx, *now, m_clock.now(), caller.correlation.toStdString(), caller.correlation.toStdString(), actorOf(caller)};
                return job(deed);
            },
            std::move(done));
    };
    const auto wakeAnd = [this, reply](const std::string &source) {
        return [this, reply, source](Result<api::Receipt> receipt) {
            if (receipt)
                m_library->sources().wake(source, false);
            reply(std::move(receipt));
        };
    };
    if (const auto *add = std::get_if<api::AddKnowledgeSource>(&command)) {
        auto wanted = wantedSource(*add, m_options.dataDir);
        if (!wanted)
            return reply(tl::make_unexpected(wanted.error()));
        wanted->id = m_ids.make("src");
        return write(
            [source = *wanted](Deed &deed) -> Result<api::Receipt> {
                if (const auto there = table::sourceOf(deed.tx, source.kind, source.place))
                    return fail(Errc::Conflict, "this is a source already: \"" + there->title + "\"", source.place, "refresh it instead");
                auto added = source;
                added.at = deed.now;
                added.addedBy = deed.actor.id;
                table::put(deed.tx, added);
                note(deed, {"knowledge.added", "source", added.id, "\"" + added.title + "\" was added to the sources", {}, {}, {}, {{"place", added.place}}});
                return api::Receipt{q(added.id), QStringLiteral("added"), {}};
            },
            wakeAnd(wanted->id));
    }
    if (const auto *add = std::get_if<api::AddKnowledgeDocument>(&command)) {
        const auto name = fileName(add->name);
        if (name.isEmpty())
            return reply(fail(Errc::BadInput, "the document has no name", "name", "give it one with an ending, as \"prices.md\""));
        if (add->bytes.isEmpty() || add->bytes.size() > LargestDocument)
            return reply(fail(Errc::BadInput, "the document is empty or larger than 50 MiB", "bytes", "split it"));
        if (!documents::readsName(name.toStdString()))
            return reply(fail(Errc::BadInput, "documents of this kind are not read", name.toStdString(), "give it as PDF, DOCX, ODT, HTML, Markdown, text, CSV, EML or a picture"));
        if (const auto kept = keep(m_library->notes() / name.toStdString(), add->bytes); !kept)
            return reply(tl::make_unexpected(kept.error()));
        return write(
            [this, command = *add, name](Deed &deed) -> Result<api::Receipt> {
                auto document = table::findExternal(deed.tx, knowledge::NoteSource, name.toStdString()).value_or(table::Document());
                if (document.row == 0) {
                    document.id = m_ids.make("doc");
                    document.source = knowledge::NoteSource;
                    document.external = name.toStdString();
                    document.version = 0; // not read yet
                    document.title = name.toStdString();
                }
                if (!command.title.trimmed().isEmpty())
                    document.title = command.title.trimmed().left(LongestTitle).toStdString();
                document.place = (m_library->notes() / name.toStdString()).string();
                document.entity = command.entity.toStdString();
                document.author = command.author.isEmpty() ? deed.actor.name : command.author.toStdString();
                document.mark.clear(); // it is to be looked at
                document.readAt = document.checkedAt = deed.now;
                if (document.state == table::DocumentState::Gone)
                    document.state = table::DocumentState::Ready;
                document.goneAt.reset();
                table::touch(deed.tx, document);
                note(deed, {"knowledge.document.added", "document", document.id, "\"" + document.title + "\" was added to the knowledge", {}, {}, {}, Json::object()});
                return api::Receipt{q(document.id), QStringLiteral("added"), {}};
            },
            wakeAnd(knowledge::NoteSource));
    }
    if (const auto *removal = std::get_if<api::RemoveKnowledgeDocument>(&command))
        return write(
            [this, id = removal->document.toStdString()](Deed &deed) -> Result<api::Receipt> {
                const auto document = table::findDocument(deed.tx, id);
                if (!document || document->state == table::DocumentState::Gone)
                    return fail(Errc::NotFound, "there is no such document", id);
                if (document->source != knowledge::NoteSource)
                    return fail(Errc::Conflict, "it comes back as long as its source has it", id, "remove it there, or remove the whole source");
                std::error_code failed;
                fs::remove(m_library->notes() / document->external, failed);
                if (failed)
                    return fail(Errc::Unavailable, "its file could not be removed: " + failed.message(), document->external);
                m_library->forget(table::hide(deed.tx, *document, deed.now));
                note(deed, {"knowledge.document.removed", "document", id, "\"" + document->title + "\" was removed from the knowledge", {}, {}, {}, Json::object()});
                return api::Receipt{q(id), QStringLiteral("removed"), {}};
            },
            reply);
    const bool removes = std::holds_alternative<api::RemoveKnowledgeSource>(command);
    const auto id = (removes ? std::get<api::RemoveKnowledgeSource>(command).source : std::get<api::RestoreKnowledgeSource>(command).source).toStdString();
    write(
        [id, removes](Deed &deed) -> Result<api::Receipt> {
            auto source = table::findSource(deed.tx, id);
            if (!source || source->removedAt.has_value() == removes)
                return fail(Errc::NotFound, removes ? "there is no such source" : "no such source was removed in the last 30 days", id);
            if (id == knowledge::HubSource || id == knowledge::NoteSource)
                return fail(Errc::BadInput, "this source is always there", id);
            if (!removes && table::sourceOf(deed.tx, source->kind, source->place))
                return fail(Errc::Conflict, "its place is a source again already", source->place, "remove that one first");
            source->removedAt = removes ? std::optional(deed.now) : std::nullopt;
            source->state = table::SourceState::Waiting;
            table::put(deed.tx, *source);
            note(deed, {removes ? "knowledge.removed" : "knowledge.restored", "source", id, "\"" + source->title + "\" was " + (removes ? "removed from the sources" : "brought back"), {}, {}, {}, Json::object()});
            return api::Receipt{q(id), removes ? QStringLiteral("removed") : QStringLiteral("restored"), {}};
        },
        [this, id, removes, reply](Result<api::Receipt> receipt) {
            if (!receipt)
                return reply(std::move(receipt));
            showDocuments(id, !removes, 0, [receipt = std::move(receipt), reply](const Result<void> &done) {
                reply(done ? receipt : Result<api::Receipt>(tl::make_unexpected(done.error())));
            });
        });
}

/// Hides or shows the documents of a source, some at a time; in the store's writer thread between the parts.
void EngineHost::Core::showDocuments(const std::string &source, bool show, std::int64_t after, std::function<void(Result<void>)> done)
{
    struct Part {
        std::int64_t last = 0;
        std::vector<std::int64_t> passages;
    };
    m_store->write<Part>(
        store::Urgency::Normal,
        [this, source, show, after](store::Transaction &tx) -> Result<Part> {
            Part part;
            for (const auto &document : table::ofSource(tx, source, show, after, DocumentsAtOnce)) {
                const auto ids = show ? table::unhide(tx, document) : table::hide(tx, document, m_clock.now());
                part.passages.insert(part.passages.end(), ids.begin(), ids.end());
                part.last = document.row;
            }
            return part;
        },
        [this, source, show, done = std::move(done)](const Result<Part> &part) {
            if (!part)
                return done(tl::make_unexpected(part.error()));
            if (!part->passages.empty())
                show ? m_library->takeBack(part->passages) : m_library->forget(part->passages);
            if (part->last != 0)
                return showDocuments(source, show, part->last, done);
            if (show)
                m_library->sources().wake(source, false);
            done({});
        });
}

/// Finds by the search, lets a model say it, and holds what it says against the passages; whatever fails ends by extraction.
void EngineHost::Core::askByModel(const api::Caller &caller, const api::KnowledgeAskQuery &query, const std::optional<std::vector<float>> &vector,
                                  const std::string &trouble, std::function<void(Result<api::Answer>)> reply)
{
    if (query.text.trimmed().isEmpty())
        return reply(fail(Errc::BadInput, "nothing is asked", "text", "write a question"));
    struct Found {
        knowledge::SearchResult result;
        api::KnowledgeAnswer byRules;
    };
    m_store->read<std::shared_ptr<Found>>(
        [this, query, vector, trouble](const store::ReadSql &sql) -> Result<std::shared_ptr<Found>> {
            knowledge::Ask ask;
            ask.text = query.text.toStdString();
            ask.scope = scopeOf(query.filter);
            ask.now = m_clock.now();
            auto found = std::make_shared<Found>();
            found->result = m_library->search(sql, ask, vector, trouble);
            found->byRules = answerRow(sql, found->result, knowledge::answerByExtraction(found->result, m_library->meanings()->local, ask.now), ask.now);
            return found;
        },
        [this, caller, entities = query.filter.entities, reply = std::move(reply), mailbox = m_mailbox](Result<std::shared_ptr<Found>> found) {
            if (!found)
                return reply(tl::make_unexpected(found.error()));
            if ((*found)->result.evidence == knowledge::Evidence::None)
                return reply(api::Answer((*found)->byRules));
            mailbox->post([this, caller, entities, reply, found = *found] {
                const auto entity = entities.size() == 1 ? entities.front().toStdString() : std::string();
                auto privacy = privacyOf(studio()->policy->thinking, entity);
                askModelOnce(caller, found->result, privacy, {}, [found, reply](Result<std::pair<knowledge::Composed, std::string>> said) {
                    auto answer = found->byRules;
                    if (said) {
                        answer.answered = said->first.answered;
                        answer.refusal = q(said->first.refusal);
                        answer.warnings = rows::list(said->first.warnings);
                        answer.by = q(said->second);
                        answer.sentences.clear();
                        for (const auto &sentence : said->first.sentences)
                            answer.sentences.push_back({q(sentence.text), sentence.cites});
                    }
                    reply(api::Answer(std::move(answer)));
                });
            });
        });
}

void EngineHost::Core::askModelOnce(const api::Caller &caller, const knowledge::SearchResult &result, const ai::PrivacyPolicy &privacy, const std::string &fault,
                                    std::function<void(Result<std::pair<knowledge::Composed, std::string>>)> done)
{
    if (!m_router)
        return done(fail(Errc::Cancelled, "the engine stops"));
    auto request = requestFor(result, crypto::toHex(crypto::randomBytes(NonceBytes)), fault);
    request.cloud = privacy.cloud;
    request.correlation = caller.correlation.toStdString();
    ai::askMasked(*m_router, std::move(request), privacy, {}, {}, [this, caller, result, privacy, fault, done = std::move(done)](const Result<ai::Answer> &answer) {
        if (!answer)
            return done(tl::make_unexpected(answer.error()));
        const auto by = answer->provider + " · " + answer->model;
        if (answer->text.find("NO ANSWER") != std::string::npos) {
            knowledge::Composed refused;
            refused.refusal = "What comes nearest does not carry an answer.";
            return done(std::pair(refused, by));
        }
        auto composed = knowledge::checkedAnswer(ai::withoutSecrets(answer->text), result, m_clock.now());
        if (composed)
            return done(std::pair(std::move(*composed), by));
        if (fault.empty())
            return askModelOnce(caller, result, privacy, describe(composed.error()), done);
        done(tl::make_unexpected(composed.error()));
    });
}

} // namespace hs::runtime
