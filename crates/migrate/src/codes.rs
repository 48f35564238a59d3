//! The codes of findings. What each means stands in `catalog/findings.json`; a test compares the two lists.

use forgeshift_source::finding::Code;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)*) => {
        $($(#[$doc])* pub const $name: Code = Code($code);)*
        /// Every code, sorted.
        pub const ALL: &[Code] = &[$($name),*];
    };
}

codes! {
    /// A template left something unknown, and the reading assumed something.
    TEMPLATE_ASSUMED = "FS1003";
    /// The product could only be guessed.
    PRODUCT_GUESSED = "FS1004";
    /// A part of the descriptor is not what it should be.
    DESCRIPTOR_ODD = "FS1005";
    /// No descriptor was found; where code seems to build one.
    DESCRIPTOR_NOT_FOUND = "FS1006";
    /// A descriptor was found and not chosen.
    DESCRIPTOR_NOT_CHOSEN = "FS1007";
    /// A file could not be read.
    FILE_NOT_READ = "FS1008";
    /// Code in a language that is not read.
    LANGUAGE_NOT_READ = "FS1009";
    /// Forge has nothing that takes the module's place.
    NO_EQUIVALENT = "FS2001";
    /// The product itself removed the module.
    MODULE_REMOVED = "FS2002";
    /// The module's name is not known.
    MODULE_UNKNOWN = "FS2003";
    /// Forge has nothing at the module's location.
    LOCATION_LOST = "FS2004";
    /// The module stays a Connect module until Connect ends.
    KEPT_AS_CONNECT = "FS2005";
    /// A manifest cannot carry this Connect module.
    CANNOT_BE_CARRIED = "FS2006";
    /// The key had to change.
    KEY_CHANGED = "FS2007";
    /// The module lacks something that Forge requires.
    INCOMPLETE = "FS2008";
    /// Several pages share one entry of Forge.
    FOLDED = "FS2010";
    /// A dialog becomes a page that a module opens.
    DIALOG = "FS2011";
    /// A heading that grouped entries is lost.
    SECTION_LOST = "FS2012";
    /// A page without a place of its own.
    HIDDEN_PAGE = "FS2013";
    /// Users must add the panel before they see it.
    PANEL_HIDDEN = "FS2014";
    /// An icon has to be put in place.
    ICON = "FS2015";
    /// The Forge module is in preview.
    PREVIEW = "FS2016";
    /// The entry was a plain link.
    PLAIN_LINK = "FS2017";
    /// The module stood at several locations.
    SEVERAL_LOCATIONS = "FS2018";
    /// Properties that Forge has no place for.
    PROPERTIES_LOST = "FS2020";
    /// A text was cut to Forge's limit.
    TEXT_CUT = "FS2021";
    /// A text that had to be made up.
    TEXT_MADE_UP = "FS2022";
    /// Translations of a text are not carried over.
    TRANSLATION_LOST = "FS2023";
    /// A condition is lost: more people see the module.
    CONDITION_LOST = "FS2030";
    /// A condition became something near it.
    CONDITION_CHANGED = "FS2031";
    /// The module takes no conditions on Forge: more people see it.
    CONDITIONS_NOT_TAKEN = "FS2032";
    /// Who could see the module without a licence or a login goes on seeing it.
    UNLICENSED_ACCESS = "FS2033";
    /// A context parameter has no counterpart.
    TOKEN_LOST = "FS2040";
    /// Macros with a plain-text body cannot be edited as such.
    MACRO_PLAIN_TEXT = "FS2050";
    /// Macros with several bodies are lost.
    MACRO_MULTI_BODY = "FS2051";
    /// A macro parameter cannot be declared: its stored values vanish at the first save.
    MACRO_PARAMETER_LOST = "FS2052";
    /// A macro's editor has to be rebuilt.
    MACRO_EDITOR = "FS2053";
    /// A macro's export has to be rewritten.
    MACRO_EXPORT = "FS2054";
    /// A static macro becomes one that draws in the browser.
    MACRO_STATIC = "FS2055";
    /// Parts of custom content that Forge lacks.
    CUSTOM_CONTENT_PARTS = "FS2056";
    /// The stored property of a byline item has another shape.
    BYLINE_PROPERTY = "FS2057";
    /// How Forge takes over a field's values is not documented for this type.
    FIELD_TYPE_UNCONFIRMED = "FS2060";
    /// A select field's options have no successor.
    FIELD_OPTIONS_LOST = "FS2061";
    /// A workflow rule's configuration has to be rebuilt.
    WORKFLOW_REBUILD = "FS2062";
    /// A gadget's settings must be copied by the app.
    GADGET_SETTINGS = "FS2063";
    /// A module of Forge that only an endpoint on a server can serve.
    NEEDS_SERVER = "FS2064";
    /// A shortcut has to be chosen anew.
    SHORTCUT_LOST = "FS2065";
    /// An event that Forge does not send.
    EVENT_LOST = "FS3001";
    /// A webhook's filter has to be written as an expression.
    FILTER_LOST = "FS3002";
    /// The event's payload differs.
    PAYLOAD_DIFFERS = "FS3003";
    /// The event is documented, but no validator knows it.
    EVENT_DOCUMENTED_ONLY = "FS3004";
    /// Forge has no event for this moment.
    LIFECYCLE_LOST = "FS3005";
    /// The install event no longer brings the client key and the shared secret.
    INSTALL_CHANGED = "FS3006";
    /// Properties that a webhook asked for must be named by their full path.
    WEBHOOK_PROPERTIES = "FS3007";
    /// The app's licence setting must stay as it was.
    LICENSING = "FS4001";
    /// The app acted as users.
    ACTS_AS_USER = "FS4002";
    /// A scope that is not carried over.
    SCOPE_LOST = "FS4003";
    /// The server's address is not known.
    BASE_URL_UNKNOWN = "FS4004";
    /// The app's key is not known or not accepted.
    APP_KEY = "FS4005";
    /// Administrators must agree before customers get the Forge version.
    CONSENT = "FS4006";
    /// The mapping from client keys can be read only until Connect ends.
    CLIENT_KEY = "FS4007";
    /// Scopes were taken over from the Connect scopes, because the calls in the code do not tell all.
    SCOPES_FROM_CONNECT = "FS4008";
    /// The manifest is larger than Forge accepts.
    MANIFEST_TOO_LARGE = "FS4009";
    /// Bitbucket apps start anew.
    BITBUCKET_NEW_APP = "FS4010";
    /// Translation files are not in the project.
    TRANSLATIONS_NOT_FOUND = "FS4011";
    /// The server stays: this app keeps data outside of Atlassian.
    SERVER_STAYS = "FS4012";
    /// Pages share a resource, because Forge allows no more.
    RESOURCE_LIMIT = "FS4013";
    /// The scopes are exactly those that the product calls need.
    SCOPES_FROM_CALLS = "FS4014";
    /// Data leaves to a host that is known.
    EGRESS = "FS5001";
    /// Data leaves to a host that is not known.
    EGRESS_UNKNOWN_HOST = "FS5002";
    /// Something that cannot run on Forge at all.
    STAYS_REMOTE = "FS5003";
    /// A page loads something from another host.
    PAGE_LOADS = "FS5004";
    /// Code that cannot run in a function.
    CANNOT_RUN = "FS5005";
    /// Code that runs in another way on Forge.
    RUNTIME_NEED = "FS5006";
    /// Data that the app keeps.
    STORAGE = "FS5007";
    /// An AP call without a counterpart.
    AP_LOST = "FS5008";
    /// A product call whose scopes are not known.
    SCOPE_UNKNOWN = "FS5009";
    /// A secret in the code.
    SECRET = "FS5010";
    /// A route that nothing points at.
    ROUTE_UNDECLARED = "FS5011";
    /// A declared address that no route answers.
    URL_UNANSWERED = "FS5012";
    /// A handler of the old server was carried.
    SERVER_CARRIED = "FS6101";
    /// A handler of the old server was not carried.
    HANDLER_STOPPED = "FS6102";
    /// A package that cannot run in a function.
    PACKAGE_ABSENT = "FS6103";
    /// Nothing was found that makes the server's application.
    SERVER_NOT_FOUND = "FS6104";
    /// A call that stood behind an administrator's page and asks nobody.
    PERMISSION_UNCHECKED = "FS6105";
    /// Something that means something else in a function.
    CALL_DIFFERS = "FS6106";
    /// A route that asked nobody, or in a way of its own.
    ROUTE_OPEN = "FS6107";
    /// A route that only whoever ran the server asked for.
    ROUTE_GONE = "FS6108";
    /// A handler of events was carried.
    EVENT_CARRIED = "FS6109";
    /// A schedule was carried.
    SCHEDULE_CARRIED = "FS6110";
    /// A route of other services was carried.
    HOOK_CARRIED = "FS6111";
    /// A page has to be written anew.
    PAGE_MISSING = "FS6200";
    /// A page comes along.
    PAGE_CARRIED = "FS6201";
    /// A construct of a view that is not translated.
    VIEW_UNTRANSLATED = "FS6203";
    /// A call of AP became another.
    AP_REWRITTEN = "FS6204";
    /// A request to the old server became a call of a resolver.
    FETCH_ROUTE = "FS6205";
    /// A request to the old server that leads nowhere now.
    FETCH_UNKNOWN = "FS6206";
    /// A script that stood in the page became a file.
    INLINE_SCRIPT = "FS6207";
    /// Code in an attribute.
    INLINE_HANDLER = "FS6208";
    /// Something that the content policy of pages stops.
    POLICY = "FS6209";
    /// An address of the old server in a page.
    SERVER_ADDRESS = "FS6210";
    /// A file that a page needs was not found or not read.
    FILE_NOT_FOUND = "FS6211";
    /// A value that the old framework gave to views.
    VIEW_VALUE_LOST = "FS6212";
}
