// The types of the custom element, its events, its door for scripts and the formats of its
// files, which the documentation of the formats describes field by field.

/** A text in one language, or by language tag. */
export type Words = string | { [language: string]: string };

/** What is answered to a statement: a value of its scale, or one of the scale's extras. */
export type Answer = number | "dont-know" | "not-relevant";

export interface Band {
  /** In the units of the scoring method: 0 to 100, the scale, or the total. */
  from: number;
  label: Words;
  advice?: Words;
}

export interface Scale {
  direction?: "higher-is-better" | "lower-is-better";
  extra?: ("dont-know" | "not-relevant")[];
  /** 2 to 101 points with whole values from -1000 to 1000. */
  points: { value: number; label?: Words }[];
  bands?: Band[];
}

export interface Item {
  id: string;
  text: Words;
  label?: Words;
  help?: Words;
  reversed?: boolean;
}

export interface Section {
  id: string;
  kind?: string;
  title: Words;
  about?: Words;
  /** The id of one of the instrument's scales. */
  scale: string;
  /** The ids of sources. */
  source?: string | string[];
  counts_towards_overall?: boolean;
  items: Item[];
  discuss?: Words[];
  ideas?: Words[];
}

/** A set of questions with its scales and scoring. */
export interface Instrument {
  format: "partnership-assessment/instrument";
  version: 1;
  id: string;
  edition?: string;
  title: Words;
  summary?: Words;
  about?: Words;
  minutes?: number;
  sources?: { id: string; citation: Words }[];
  scales: { [id: string]: Scale };
  sections: Section[];
  scoring?: {
    method?: "percent" | "mean" | "sum";
    /** The share of a section's items, 0 to 1, that must be answered for a score. */
    minimum_answered?: number;
  };
  bands?: Band[];
  overall_bands?: Band[];
}

export interface Respondent {
  /** `housing`, `health`, `social-care`, `local-government`, `third-sector`,
   *  `people-who-use-services`, `other`, or words of the person's own. */
  sector?: string;
  role?: string;
  organisation?: string;
  /** `under-10`, `10-49`, `50-249`, `250-or-more`, or words of the person's own. */
  size?: string;
  partnership?: string;
}

/** Something that partners agree to do. */
export interface Action {
  id?: string;
  /** What it is about: a section or an item of the instrument, by id. */
  about?: { section: string } | { item: string };
  what?: string;
  lead?: string;
  with?: string;
  /** A day, such as `2027-03-01`. */
  by?: string;
  first_step?: string;
  evidence?: string;
  /** `not-begun` where it is left out. */
  state?: "not-begun" | "under-way" | "done" | "dropped";
  changed?: string;
}

/** How much a partner brings or holds of something. */
export type Level = "nothing" | "little" | "some" | "much" | "differs";

/** A partner as the partners say they see it. */
export interface Partner {
  id?: string;
  name?: string;
  brings?: {
    [thing in "money" | "staff-time" | "space" | "knowledge" | "contacts" | "equipment"]?: Level;
  };
  brings_note?: string;
  holds?: { [power in "size" | "budget" | "credibility" | "decision-rights"]?: Level };
  holds_note?: string;
  changed?: string;
}

/** Why something is a priority. */
export type Reason = "lowest" | "in-the-way" | "divided" | "gap" | "dont-know" | "own";

/** What a plan says beside its actions. */
export interface FollowUp {
  priorities?: (({ section: string } | { item: string }) & { why?: Reason })[];
  /** At most 500. */
  partners?: Partner[];
  power?: string;
  /** The day on which the partners look again. */
  review?: string;
  /** The id of the first of the rounds that this one belongs to. */
  series?: string;
  changed?: string;
  /** The actions and partners that were taken out, by id, and when. */
  gone?: { [id: string]: string };
}

/** One person's answers to one instrument. */
export interface Response {
  format: "partnership-assessment/response";
  version: 1;
  id: string;
  name?: string;
  instrument: { id: string; edition?: string; fingerprint?: string };
  language?: string;
  /** Times are in RFC 3339, such as `2026-01-31T10:00:00Z`. */
  started: string;
  updated?: string;
  completed?: string | null;
  respondent?: Respondent;
  /** By the id of the item. */
  answers?: { [item: string]: Answer };
  /** Comments by the id of the item, of at most 5,000 characters. */
  notes?: { [item: string]: string };
  /** At most 2,000 actions. */
  plan?: Action[];
  follow_up?: FollowUp | null;
  /** The link of the workshop that it was answered for. */
  workshop?: string;
  /** What the answers come to: for reading only, ignored where a response is handed in. */
  results?: {
    overall: number | null;
    sections: {
      id: string;
      score: number | null;
      n: number;
      dont_know: number;
      not_relevant: number;
      not_answered: number;
      band: string | null;
    }[];
  };
}

/** A response as the element gives it: nothing is left out. */
export type WholeResponse = Response &
  Required<
    Pick<Response, "language" | "updated" | "completed" | "respondent" | "answers" | "notes" | "plan">
  > & { instrument: { id: string; edition: string; fingerprint: string } };

/** `null` where a number is not defined or not shown. */
export interface Statistics {
  hidden?: true;
  n: number | null;
  mean: number | null;
  sd: number | null;
  median: number | null;
  q1: number | null;
  q3: number | null;
  sectors: ({ sector: string; n: number; mean: number } | { sector: string; hidden: true })[];
  /** The highest mean of a sector minus the lowest. */
  gap: number | null;
}

export interface ItemStatistics extends Statistics {
  id: string;
  section: string;
  /** How often each value was chosen. */
  counts: { [value: string]: number } | null;
  dont_know: number | null;
  not_relevant: number | null;
  not_answered: number | null;
  /** Van der Eijk's agreement, -1 to 1. */
  agreement: number | null;
}

export interface ScoreStatistics extends Statistics {
  min: number | null;
  max: number | null;
  /** How many people score in each fifth of the range. */
  fifths: number[] | null;
}

/** What many people's answers come to, after the rule that protects single people. */
export interface WorkshopReport {
  format: "partnership-assessment/workshop-report";
  version: 1;
  instrument: { id: string; edition: string; fingerprint: string };
  name?: string;
  shown?: string;
  expected?: number;
  /** No figure is made of fewer people. */
  threshold: number;
  responses: number;
  sectors: ({ sector: string; responses: number } | { sector: string; hidden: true })[];
  items: ItemStatistics[];
  sections: (ScoreStatistics & { id: string })[];
  overall: ScoreStatistics;
}

export type View =
  | "start"
  | "questions"
  | "check"
  | "results"
  | "plan"
  | "workshop"
  | "keep";

/** Version 1 of the door for scripts of the page. What is wrong is thrown as an `Error` whose
 *  message is a sentence in the element's language. */
export interface Door {
  /** The chosen instrument with its fingerprint; `null` where none is chosen. */
  instrument(): (Instrument & { fingerprint: string }) | null;
  /** The open response, as a person would save it; `null` before one is begun. */
  response(): WholeResponse | null;
  /** Opens a response in the widget, in place of what it has under the same id. */
  setResponse(response: Response): void;
  /** Shows a view. */
  open(view: View): void;
  /** The response in a short line of text; comments do not travel in it. */
  code(response: Response): string;
  /** The responses in the codes of a text, and a sentence about each code that gives none. */
  readCodes(text: string): { responses: WholeResponse[]; problems: string[] };
  /** A table of responses to one instrument, without a byte order mark. */
  toCsv(responses: readonly Response[], shape: "wide" | "long"): string;
  /** The report of responses to one instrument. The threshold is a whole number from 3 to 20,
   *  5 if it is left out. */
  report(responses: readonly Response[], options?: { threshold?: number } | null): WorkshopReport;
}

/** How many statements are answered, of how many; never what was answered. */
export interface Progress {
  answered: number;
  total: number;
}

export interface PartnershipAssessmentEventMap {
  /** Everything is fetched that the widget will ever need, and the door is open. */
  "pa-ready": CustomEvent<Progress>;
  "pa-started": CustomEvent<Progress>;
  "pa-progress": CustomEvent<Progress>;
  "pa-completed": CustomEvent<Progress>;
  /** A file was saved. */
  "pa-exported": CustomEvent<Progress>;
  /** The widget cannot start; the reason is a sentence for people. */
  "pa-error": CustomEvent<{ reason: string }>;
}

/** The attributes of the element. */
export interface PartnershipAssessmentAttributes {
  /** The id of the one instrument to offer. */
  instrument?: string;
  /** The address of a custom instrument, relative to the page. */
  src?: string;
  lang?: string;
  theme?: "light" | "dark" | "auto";
  storage?: "local" | "session" | "none";
  /** Separates the answers of several elements on one site. */
  instance?: string;
  /** `none`: the element leaves `#pa-` fragments of the address alone. */
  links?: "none";
  shadow?: "open" | "closed";
}

export interface PartnershipAssessmentElement extends HTMLElement {
  /** Whether the door is open. */
  readonly ready: boolean;
  /** The door for scripts of the page; it is open from the event `pa-ready` on. */
  partnershipAssessment(version: 1): Door;
  addEventListener<K extends keyof PartnershipAssessmentEventMap>(
    type: K,
    listener: (this: PartnershipAssessmentElement, event: PartnershipAssessmentEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: PartnershipAssessmentElement, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/** What React passes on to the element: attributes, children, and listeners of its events. */
export interface PartnershipAssessmentProps extends PartnershipAssessmentAttributes {
  id?: string;
  class?: string;
  className?: string;
  slot?: string;
  style?: { [property: string]: string | number | undefined };
  hidden?: boolean;
  key?: string | number | bigint | null;
  // Whatever ref this version of React takes.
  // biome-ignore lint/suspicious/noExplicitAny: its type is React's, which need not be there.
  ref?: any;
  // biome-ignore lint/suspicious/noExplicitAny: likewise.
  children?: any;
  "onpa-ready"?: (event: PartnershipAssessmentEventMap["pa-ready"]) => void;
  "onpa-started"?: (event: PartnershipAssessmentEventMap["pa-started"]) => void;
  "onpa-progress"?: (event: PartnershipAssessmentEventMap["pa-progress"]) => void;
  "onpa-completed"?: (event: PartnershipAssessmentEventMap["pa-completed"]) => void;
  "onpa-exported"?: (event: PartnershipAssessmentEventMap["pa-exported"]) => void;
  "onpa-error"?: (event: PartnershipAssessmentEventMap["pa-error"]) => void;
}

declare global {
  interface HTMLElementTagNameMap {
    "partnership-assessment": PartnershipAssessmentElement;
  }
  interface HTMLElementEventMap extends PartnershipAssessmentEventMap {}
  interface DocumentEventMap extends PartnershipAssessmentEventMap {}
}

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "partnership-assessment": PartnershipAssessmentProps;
    }
  }
}
