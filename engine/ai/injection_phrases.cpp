#include "engine/ai/injection_phrases.h"

#include <algorithm>
#include <unordered_map>

namespace hs::ai {

namespace {

/// Words of one sort, folded; one that ends with "*" is the beginning of words.
using WordSort = std::vector<std::string_view>;

struct WrittenPhrase {
    std::string_view kind;
    std::vector<WordSort> sorts;
    std::size_t gap = 0;
};

std::vector<WrittenPhrase> writtenPhrases()
{
    const WordSort Setting{
        "ignor*", "disregard*", "forget", "overrid*", "bypass*", "neglect", "discard", "skip", "disobey", "missacht*", "vergiss", "vergesst",
        "vergessen", "umgeh*", "uberschreib*", "verwirf", "oublie", "oubliez", "oublier", "contourn*", "neglige*", "faites", "tiens", "tenez",
        "olvid*", "omit*", "descart*", "desobede*", "haz", "haga", "vtaber", "erongi"};
    const WordSort Rules{
        "instruction*", "instruccion*", "prompt*", "rule", "rules", "guideline*", "guidance", "directive*", "directiv*", "directions", "policy",
        "policies", "restriction*", "restricc*", "anweisung*", "regel", "regeln", "vorgabe*", "richtlinie*", "befehl*", "instrukti*",
        "beschrankung*", "consigne*", "regle", "regles", "ordres", "regla", "reglas", "normas", "indicacion*", "ordenes", "directric*",
        "safeguard*", "sicherheits*", "programming", "programmierung", "training", "vafgehpgvbaf", "snoitcurtsni"};
    const WordSort Fresh{"new", "updated", "real", "actual", "revised", "neue", "neuen", "nouvelle", "nouvelles", "nueva", "nuevas",
                                "echten", "vraies", "wahren"};
    const WordSort You{"you", "your", "du", "sie", "dein", "deine", "ihr", "ihre", "tu", "ta", "tes", "vous", "votre", "vos", "usted",
                              "tus", "su", "sus", "assistant", "agent", "ai"};
    const WordSort Without{"without", "ohne", "sans", "sin", "skip", "no", "kein", "keine", "never"};
    const WordSort Leave{
        "asking", "confirm*", "approv*", "permission", "review", "telling", "ruckfrage*", "fragen", "genehmig*", "bestatig*", "freigabe",
        "zustimmung", "nachfrage", "demander", "valid*", "autorisation", "approbation", "avertir", "preguntar", "confirmar", "aprob*",
        "autoriz*", "permiso", "informar", "avisar"};
    const WordSort Hide{
        "tell", "mention", "inform", "notify", "reveal", "say", "erwahne*", "sag", "sage", "informier*", "verrate", "dites", "dis",
        "mentionne*", "informe*", "parle", "parlez", "menciones", "mencione", "digas", "diga", "avises"};
    const WordSort Not{"not", "don", "never", "nicht", "nichts", "niemand*", "keinem", "nie", "jamais", "ne", "no", "nunca"};
    const WordSort People{
        "user", "owner", "staff", "anyone", "anybody", "human", "operator", "customer", "team", "studio", "person", "people", "nutzer",
        "inhaber*", "niemand*", "mitarbeiter*", "personne", "proprietaire", "equipe", "nadie", "dueno", "equipo", "usuario"};
    const WordSort Machine{
        "assistant*", "ai", "llm*", "chatbot*", "bot", "bots", "model", "models", "modell", "ki", "ia", "asistente", "assistenz", "agent",
        "agents", "agente", "gpt", "chatgpt", "claude", "gemini", "modele", "modelo", "automation", "sprachmodell*"};
    const WordSort Address{
        "attention", "note", "dear", "hinweis", "hey", "hello", "hallo", "instruction*", "anweisung*", "message", "nachricht", "an", "aviso",
        "nota", "consigne*", "important", "achtung", "atencion", "for", "fur", "para", "pour", "cher", "querido", "lieber", "liebe"};
    const WordSort Act{
        "delet*", "remov*", "erase", "wipe", "export*", "forward*", "transfer*", "approv*", "close", "cancel", "change", "switch", "set",
        "update", "send", "email", "mail", "refund*", "raise", "copy", "list", "share", "drop", "mark", "disable", "start", "trigger", "reject",
        "losch*", "entfern*", "exportier*", "uberweis*", "genehmig*", "schliess*", "andere*", "stell*", "schick*", "verschick*", "erstatt*",
        "setze", "kopier*", "leite", "leiten", "markier*", "aktivier*", "deaktivier*", "starte*", "sende", "senden", "supprim*", "effac*",
        "exporte*", "approuv*", "ferme*", "modifi*", "envoie*", "envoye*", "chang*", "rembours*", "mets", "mettez", "activ*", "desactiv*",
        "elimin*", "borra*", "borre*", "aprueb*", "aprob*", "cierr*", "cambi*", "envia*", "envie*", "transfier*", "reembols*", "pon", "ponga"};
    const WordSort Treasure{
        "contacts", "kontakte", "kontakten", "kontaktliste", "contactos", "customers", "kunden", "kundendaten", "kundenliste", "clients",
        "clientes", "records", "datensatze", "enregistrements", "registros", "fiches", "database", "datenbank", "base", "escalation*",
        "eskalation*", "escalade*", "escalad*", "escalacion*", "autonomy", "autonomie", "autonomia", "iban", "bank", "bankverbindung*",
        "kontoverbindung*", "bancaires", "bancarios", "bancaria", "workflow*", "audit*", "request", "requests", "antrag", "anfrage*",
        "demandes", "solicitudes", "solicitud", "autopilot*", "autopilote", "piloto", "log", "logs", "mailing", "everyone", "alle",
        "conversation*", "unterhaltung*", "conversaciones", "emails", "adressen", "adresses", "addresses", "payout*", "auszahlung*", "tasks",
        "aufgaben", "taches", "tareas", "refund", "ruckerstattung", "remboursement", "reembolso", "price", "discount", "vip", "tier"};
    const WordSort Am{"am", "bin", "suis", "soy", "somos", "here", "hier", "ici", "aqui", "is", "spricht", "this", "habla", "from",
                             "von", "as", "als", "como", "tant"};
    const WordSort Authority{
        "developer*", "admin", "admins", "administrator*", "systemadmin*", "sysadmin", "owner*", "superuser", "root", "engineer*", "vendor",
        "auditor", "ceo", "security", "openai", "anthropic", "inhaber*", "entwickler*", "geschaftsfuhr*", "datenschutzbeauftragt*",
        "direktor*", "techniker*", "propriet*", "administrateur*", "developpeur*", "gerant*", "directrice", "directeur", "technicien*",
        "propiet*", "administrador*", "dueno", "duena", "programador*", "desarrollador*", "director*", "tecnico"};
    const WordSort Show{
        "reveal", "show", "print", "send", "tell", "give", "repeat", "output", "leak", "expose", "share", "include", "display", "post", "put",
        "append", "paste", "write", "what", "read", "recite", "encode", "copy", "verrate", "zeig*", "nenn*", "schick*", "sende*", "gib",
        "drucke*", "schreib*", "fug*", "hang*", "wiederhol*", "revele*", "montre*", "affiche*", "donne*", "envoie*", "envoye*", "ecri*",
        "ajoute*", "indiqu*", "fourni*", "repete*", "revela", "muestra*", "imprim*", "dame", "envia*", "dime", "escribe", "anade", "incluye",
        "repite"};
    const WordSort Secrets{
        "password*", "passwort*", "kennwort*", "api", "apikey", "token*", "secret", "secrets", "geheimnis*", "credential*", "zugangsdaten",
        "schlussel", "umgebungsvariablen", "contrasena*", "clave", "claves", "credenciales", "passe", "jeton*", "cle", "cles",
        "identifiants", "prompt", "systemprompt", "env", "environment", "webhook", "keys"};
    const WordSort Tool{"tool", "tools", "function", "werkzeug", "werkzeuge", "outil", "outils", "herramienta", "herramientas", "funktion",
                               "fonction", "funcion"};
    const WordSort Use{"call", "use", "invoke", "run", "execute", "rufe", "ruf", "nutze", "nutzen", "verwende", "appelle", "appelez",
                              "utilise", "utilisez", "llama", "usa", "ejecuta", "fuhre"};
    const WordSort Pilot{"autopilot", "autopilote", "piloto"};
    return {
        {"orders", {Setting, Rules}, 7},
        {"orders", {Fresh, Rules}, 1},
        {"orders", {{"from"}, {"now"}, {"on"}, You}, 0},
        {"orders", {{"ab"}, {"jetzt", "sofort"}, You}, 3},
        {"orders", {{"partir"}, {"maintenant", "ahora"}}, 1},
        {"orders", {{"next"}, {"time"}, You}, 1},
        {"orders", {{"when", "whenever", "once"}, You, {"next"}}, 0},
        {"orders", {{"nachste", "nachsten"}, {"mal"}}, 0},
        {"orders", {{"wenn", "sobald"}, You, {"nachste*", "antworte*", "bearbeite*", "liest"}}, 5},
        {"orders", {{"prochaine", "proxima"}, {"fois", "vez"}}, 0},
        {"orders", {Without, Leave}, 2},
        {"orders", {Not, Hide, People}, 4},
        {"orders", {Address, Machine}, 3},
        {"orders", {{"ai", "ki", "ia"}, {"reader*", "reading", "system*", "assist*", "asistente*", "agent*", "model*"}}, 0},
        {"orders", {{"assistant", "assistent", "assistentin", "asistente", "ki", "ai"}, Act}, 0},
        {"orders", {Act, Treasure}, 5},
        {"role",
         {{"you", "du", "tu", "vous", "usted"},
          {"are", "bist", "es", "etes", "eres"},
          {"now", "jetzt", "nun", "ab", "maintenant", "desormais", "ahora", "no", "in", "im", "en"}},
         0},
        {"role", {{"ahora"}, {"eres"}}, 0},
        {"role", {{"act", "behave", "respond", "agis", "agissez", "actua", "actue", "handle", "verhalte"}, {"as", "als", "comme", "como"}}, 2},
        {"role",
         {{"pretend", "roleplay", "jailbreak*", "dan", "stell", "imagine", "fais", "finge", "simula", "spiele"},
          {"you", "to", "be", "that", "mode", "dir", "semblant", "que", "rolle", "ser"}},
         2},
        {"role", {{"developer", "debug", "maintenance", "god", "admin", "entwickler", "wartungs*", "root", "test"}, {"mode", "modus"}}, 0},
        {"role", {{"entwicklermodus", "wartungsmodus", "adminmodus", "autopilot", "autopilote"}, You}, 6},
        {"role",
         {{"mode", "modo"},
          {"developpeur", "desarrollador", "administrateur", "administrador", "mantenimiento", "maintenance", "automatique", "automatico",
           "autopilote"}},
         0},
        {"role", {You, Pilot}, 5},
        {"role", {Machine, Pilot}, 7},
        {"role", {{"system", "systeme", "sistema"}, {"prompt", "message", "override", "notice", "update", "nachricht", "mensaje", "del"}}, 0},
        {"role", {{"message", "mensaje", "invite"}, {"systeme", "sistema"}}, 1},
        {"role", {Am, Authority}, 4},
        {"secrets", {Show, Secrets}, 7},
        {"secrets",
         {{"repeat", "print", "output", "recite", "repete*", "repetez", "repite", "wiederhol*"},
          {"above", "verbatim", "dessus", "oben", "arriba"}},
         9},
        {"tools", {Use, Tool}, 5},
    };
}

/// The phrases with their words by the first letters.
struct PhraseIndex {
    std::vector<SteeringPhrase> phrases;
    std::unordered_map<std::string_view, WordSorts> words, beginnings;
    std::size_t longestBeginning = 0;

    PhraseIndex()
    {
        std::vector<WordSort> known;
        for (const auto &written : writtenPhrases()) {
            SteeringPhrase phrase{written.kind, {}, written.gap};
            for (const auto &sort : written.sorts) {
                const auto same = std::find(known.begin(), known.end(), sort);
                phrase.sorts.push_back(static_cast<std::size_t>(same - known.begin()));
                if (same != known.end())
                    continue;
                known.push_back(sort);
                for (auto entry : sort)
                    add(entry, phrase.sorts.back());
            }
            phrases.push_back(std::move(phrase));
        }
    }
    void add(std::string_view entry, std::size_t sort)
    {
        if (!entry.ends_with('*')) {
            words[entry].set(sort);
            return;
        }
        entry.remove_suffix(1);
        beginnings[entry].set(sort);
        longestBeginning = std::max(longestBeginning, entry.size());
    }
};

const PhraseIndex &phraseIndex()
{
    static const PhraseIndex index;
    return index;
}

} // namespace

WordSorts sortsOf(std::string_view word)
{
    const auto &index = phraseIndex();
    WordSorts sorts;
    if (const auto found = index.words.find(word); found != index.words.end())
        sorts |= found->second;
    for (std::size_t length = 2; length <= std::min(word.size(), index.longestBeginning); ++length) {
        if (const auto found = index.beginnings.find(word.substr(0, length)); found != index.beginnings.end())
            sorts |= found->second;
    }
    return sorts;
}

const std::vector<SteeringPhrase> &steeringPhrases()
{
    return phraseIndex().phrases;
}

} // namespace hs::ai
