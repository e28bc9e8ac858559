import type OpenAI from 'openai';

/** The client has no type of its own for a piece of a streamed completion, which has no reason to end yet. */
type CompletionChunk = Omit<OpenAI.Completion, 'choices'> & {
  choices: (Omit<OpenAI.CompletionChoice, 'finish_reason'> & {
    finish_reason: OpenAI.CompletionChoice['finish_reason'] | null;
  })[];
};

/** whisper-server does not compute `compression_ratio`, and cuts no windows that `seek` could point into. */
type VerboseTranscription = Omit<OpenAI.Audio.TranscriptionVerbose, 'segments'> & {
  segments?: Omit<OpenAI.Audio.TranscriptionSegment, 'compression_ratio' | 'seek'>[];
};

/** The client itself adds `output_text`; OpenAI's own server says `usage: null` until there is something to tell. */
type WireResponse = Omit<OpenAI.Responses.Response, 'output_text' | 'usage'> & {
  usage?: OpenAI.Responses.ResponseUsage | null;
};

type WireEvent<Event> = Event extends { response: OpenAI.Responses.Response }
  ? Omit<Event, 'response'> & { response: WireResponse }
  : Event;

/** What the official client takes for granted about an answer, by what it answers. */
export interface OpenAiShapes {
  chat: OpenAI.ChatCompletion;
  chatChunk: OpenAI.ChatCompletionChunk;
  completion: OpenAI.Completion;
  completionChunk: CompletionChunk;
  embeddings: OpenAI.CreateEmbeddingResponse;
  model: OpenAI.Model;
  transcription: OpenAI.Audio.Transcription;
  verboseTranscription: VerboseTranscription;
  images: OpenAI.ImagesResponse;
  response: WireResponse;
  responseEvent: WireEvent<OpenAI.Responses.ResponseStreamEvent>;
  error: { error: OpenAI.ErrorObject };
}
